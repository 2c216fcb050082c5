import { Badge, Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Token } from '../api/types.ts';
import { useManager } from '../shell/manager.ts';
import card from '../ui/Card.module.css';
import { useFormat } from '../ui/format.ts';
import classes from './Token.module.css';

/** The tokens: what they are called, what they may do, and whether anyone uses them. */
export function TokenTable({ tokens, onDelete }: { tokens: Token[]; onDelete: (id: string) => void }) {
  const { t } = useTranslation();
  const { canChange } = useManager();
  return (
    <div className={card.card}>
      <table className={card.table}>
        <thead>
          <tr>
            {['name', 'lastTen', 'permission', 'maker', 'created', 'lastUsed'].map((c) => (
              <th key={c} scope="col">
                {t(`token.columns.${c}`)}
              </th>
            ))}
            {canChange && <td />}
          </tr>
        </thead>
        <tbody>
          {tokens.map((k) => (
            <Row key={k.id} token={k} onDelete={() => onDelete(k.id)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ token, onDelete }: { token: Token; onDelete: () => void }) {
  const { t } = useTranslation();
  const { date, relative } = useFormat();
  const { canChange } = useManager();
  return (
    <tr>
      <td data-head>
        <strong className={classes.name}>
          <bdi>{token.name}</bdi>
        </strong>
        {token.refused && (
          <Badge variant="light" color="clay" title={t('token.refusedWhy')}>
            {t('token.refused')}
          </Badge>
        )}
      </td>
      <td data-label={t('token.columns.lastTen')}>
        <code className={classes.ten}>…{token.lastTen}</code>
      </td>
      <td data-label={t('token.columns.permission')}>
        <Badge className={classes.permission} variant="light" color={token.permission === 'write' ? 'brass' : 'gray'}>
          {t(`token.permissions.${token.permission}`)}
        </Badge>
      </td>
      <td data-label={t('token.columns.maker')} className={classes.maker}>
        {token.maker ? <bdi>{token.maker}</bdi> : <span className="soft">{t('token.makerUnknown')}</span>}
      </td>
      <td data-label={t('token.columns.created')} className="nowrap">
        {date(token.created)}
      </td>
      <td data-label={t('token.columns.lastUsed')} className="nowrap">
        {token.lastUsed ? relative(token.lastUsed) : <span className="soft">{t('token.neverUsed')}</span>}
      </td>
      {canChange && (
        <td className={card.end}>
          <Button
            size="compact-sm"
            variant="subtle"
            color="clay"
            onClick={onDelete}
            aria-label={t('token.deleteOf', { name: token.name })}
          >
            {t('common.delete')}
          </Button>
        </td>
      )}
    </tr>
  );
}

import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { addressOf, base } from '../api/base.ts';
import { lazyPart } from '../shell/lazy.ts';
import { useManager } from '../shell/manager.ts';
import card from '../ui/Card.module.css';
import { CopyField } from '../ui/CopyField.tsx';
import { Empty } from '../ui/Empty.tsx';
import { IconBook, IconKey } from '../ui/icons.ts';
import { ListBody } from '../ui/ListBody.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { usePageSearch } from '../ui/search.ts';
import { useFirstMove } from '../ui/useFirstMove.ts';
import { ApiTabs } from './ApiTabs.tsx';
import { DeleteTokenDialog } from './DeleteTokenDialog.tsx';
import { tokensQuery } from './queries.ts';
import classes from './Token.module.css';
import { TokenTable } from './TokenTable.tsx';

const CreateTokenDialog = lazyPart(() => import('./CreateTokenDialog.tsx'));

export { tokensQuery as listAt };

/** Tokens, by which programs do what members do here. */
export function TokensPage() {
  const { t, i18n } = useTranslation();
  const manager = useManager();
  useFirstMove(() => {
    void CreateTokenDialog.preload?.();
  });
  const [search, change] = usePageSearch();
  const query = useQuery(tokensQuery(manager.id));
  const doomed = query.data?.items.find((k) => k.id === search.token);
  const close = () => change({ dialog: undefined, token: undefined });
  const create = () => change({ dialog: 'create' }, { push: true });
  const createButton = manager.canChange && (
    <Button leftSection={<IconKey size={17} stroke={1.7} />} onClick={create}>
      {t('token.create')}
    </Button>
  );
  return (
    <>
      <PageHead title={t('token.title')} text={t('token.lead')}>
        <Button
          component="a"
          href={`${base}/api/licensing/docs?lang=${i18n.language}`}
          target="_blank"
          rel="noreferrer"
          variant="default"
          leftSection={<IconBook size={17} stroke={1.7} />}
        >
          {t('token.docs')}
        </Button>
        {createButton}
      </PageHead>
      <ApiTabs />
      <section className={`${card.card} ${card.pad} ${classes.start}`}>
        <h2>{t('token.startTitle')}</h2>
        <CopyField label={t('token.baseUrl')} value={addressOf('/api/licensing')} />
        <CopyField
          label={t('token.tryIt')}
          value={`curl -H "Authorization: Bearer {token}" ${addressOf('/api/licensing/v1/me')}`}
        />
        <CopyField label={t('token.mcpUrl')} value={addressOf('/mcp')} />
        <p className={classes.hint}>{t('token.mcpHint')}</p>
      </section>
      <ListBody
        query={query}
        rowHeight={56}
        rows={3}
        empty={
          <Empty title={t('token.emptyTitle')} text={t('token.emptyText')}>
            {createButton}
          </Empty>
        }
      >
        {(tokens) => (
          <TokenTable tokens={tokens} onDelete={(id) => change({ dialog: 'delete', token: id }, { push: true })} />
        )}
      </ListBody>
      <Suspense>{manager.canChange && search.dialog === 'create' && <CreateTokenDialog onClose={close} />}</Suspense>
      {manager.canChange && search.dialog === 'delete' && doomed && (
        <DeleteTokenDialog token={doomed} onClose={close} />
      )}
    </>
  );
}

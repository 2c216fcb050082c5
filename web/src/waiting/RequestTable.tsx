import { Button, Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LicenseRequest } from '../api/types.ts';
import { useManager } from '../shell/manager.ts';
import { nameOf } from '../student/filters.ts';
import { PersonLink } from '../student/PersonLink.tsx';
import type { Choice } from '../student/selection.ts';
import card from '../ui/Card.module.css';
import { useFormat } from '../ui/format.ts';
import { usePageSearch } from '../ui/search.ts';
import classes from './Waiting.module.css';

interface Props {
  requests: LicenseRequest[];
  /** The courses by their ids. */
  titles: ReadonlyMap<string, string>;
  choice: Choice;
}

/** Who asks for what, in which words, and what was decided. */
export function RequestTable({ requests, titles, choice }: Props) {
  const { t } = useTranslation();
  const { canChange } = useManager();
  const open = requests.filter((r) => r.state === 'requested').map((r) => Number(r.id));
  return (
    <div className={card.card}>
      <table className={card.table}>
        <thead>
          <tr>
            {canChange && (
              <th scope="col" className={card.tight}>
                <Checkbox
                  size="xs"
                  aria-label={t('request.chooseAll')}
                  disabled={open.length === 0}
                  checked={open.length > 0 && open.every(choice.has)}
                  onChange={(e) => choice.set(open, e.currentTarget.checked)}
                />
              </th>
            )}
            {['student', 'course', 'since', 'state'].map((c) => (
              <th key={c} scope="col">
                {t(`request.columns.${c}`)}
              </th>
            ))}
            {canChange && <td />}
          </tr>
        </thead>
        <tbody>
          {requests.map((r) => (
            <Row key={r.id} request={r} title={titles.get(r.courseId) ?? `#${r.courseId}`} choice={choice} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  request: LicenseRequest;
  title: string;
  choice: Choice;
}

function Row({ request, title, choice }: RowProps) {
  const { t } = useTranslation();
  const { date, exact } = useFormat();
  const { canChange } = useManager();
  const { id, student, message, reason, since, state, decidedBy } = request;
  const open = state === 'requested';
  return (
    <tr>
      {canChange && (
        <td className={card.tight}>
          {open && (
            <Checkbox
              size="xs"
              aria-label={t('request.choose', { name: nameOf(student) })}
              checked={choice.has(Number(id))}
              onChange={(e) => choice.set([Number(id)], e.currentTarget.checked)}
            />
          )}
        </td>
      )}
      <td data-head>
        <PersonLink id={student.id}>
          <bdi>{nameOf(student)}</bdi>
        </PersonLink>
        <div className="soft small">
          <bdi>{student.email}</bdi>
        </div>
        {message && (
          <p className={`small ${classes.message}`} dir="auto">
            {message}
          </p>
        )}
      </td>
      <td data-label={t('request.columns.course')}>
        <bdi>{title}</bdi>
      </td>
      <td data-label={t('request.columns.since')} title={exact(since)}>
        {date(since)}
      </td>
      <td data-label={t('request.columns.state')}>
        {t(`request.states.${state}`)}
        {decidedBy && (
          <div className="soft small">
            <bdi>{decidedBy}</bdi>
          </div>
        )}
        {reason && (
          <p className={`small ${classes.message}`} dir="auto">
            {reason}
          </p>
        )}
      </td>
      {canChange && <td className={card.end}>{open && <Actions request={request} />}</td>}
    </tr>
  );
}

function Actions({ request: { id, student } }: { request: LicenseRequest }) {
  const { t } = useTranslation();
  const [, change] = usePageSearch();
  return (['approve', 'decline'] as const).map((kind) => (
    <Button
      key={kind}
      size="compact-sm"
      variant="subtle"
      color={kind === 'decline' ? 'clay' : undefined}
      aria-label={t(`request.${kind}Of`, { name: nameOf(student) })}
      onClick={() => change({ dialog: kind, request: id }, { push: true })}
    >
      {t(`request.${kind}`)}
    </Button>
  ));
}

import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { WaitingEntry } from '../api/types.ts';
import { useManager } from '../shell/manager.ts';
import { nameOf } from '../student/filters.ts';
import { PersonLink } from '../student/PersonLink.tsx';
import card from '../ui/Card.module.css';
import { useFormat } from '../ui/format.ts';
import { usePageSearch } from '../ui/search.ts';

interface Props {
  entries: WaitingEntry[];
  /** The courses by their ids. */
  titles: ReadonlyMap<string, string>;
}

/** Who waits, for what, since when and how far in the line. */
export function WaitingTable({ entries, titles }: Props) {
  const { t } = useTranslation();
  const { canChange } = useManager();
  return (
    <div className={card.card}>
      <table className={card.table}>
        <thead>
          <tr>
            {['student', 'course', 'place', 'since', 'expected'].map((c) => (
              <th key={c} scope="col">
                {t(`waiting.columns.${c}`)}
              </th>
            ))}
            {canChange && <td />}
          </tr>
        </thead>
        <tbody>
          {entries.map((e) => (
            <Row key={e.id} entry={e} title={titles.get(e.courseId) ?? `#${e.courseId}`} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ entry, title }: { entry: WaitingEntry; title: string }) {
  const { t } = useTranslation();
  const { date, dateTime, exact } = useFormat();
  const { canChange } = useManager();
  const { student, since, expected } = entry;
  const live = entry.state === 'waiting' || entry.state === 'offered';
  return (
    <tr>
      <td data-head>
        <PersonLink id={student.id}>
          <bdi>{nameOf(student)}</bdi>
        </PersonLink>
        <div className="soft small">
          <bdi>{student.email}</bdi>
        </div>
      </td>
      <td data-label={t('waiting.columns.course')}>
        <bdi>{title}</bdi>
      </td>
      <td data-label={t('waiting.columns.place')}>
        {entry.position !== null && t('waiting.place', { place: entry.position })}
        {entry.offeredUntil && t('waiting.offeredUntil', { until: dateTime(entry.offeredUntil) })}
        {!live && t(`waiting.states.${entry.state}`)}
      </td>
      <td data-label={t('waiting.columns.since')} title={exact(since)}>
        {date(since)}
      </td>
      <td data-label={t('waiting.columns.expected')}>{expected && t('waiting.about', { date: date(expected) })}</td>
      {canChange && <td className={card.end}>{live && <Actions entry={entry} />}</td>}
    </tr>
  );
}

function Actions({ entry: { id, state, student } }: { entry: WaitingEntry }) {
  const { t } = useTranslation();
  const [, change] = usePageSearch();
  const open = (dialog: string) => () => change({ dialog, entry: id }, { push: true });
  const name = nameOf(student);
  return (
    <>
      {state === 'offered' && (
        <Button
          size="compact-sm"
          variant="subtle"
          aria-label={t('waiting.acceptOf', { name })}
          onClick={open('accept')}
        >
          {t('waiting.accept')}
        </Button>
      )}
      <Button
        size="compact-sm"
        variant="subtle"
        color="clay"
        aria-label={t('waiting.removeOf', { name })}
        onClick={open('remove')}
      >
        {t('waiting.remove')}
      </Button>
    </>
  );
}

import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { nameOf } from '../student/filters.ts';
import { PersonLink } from '../student/PersonLink.tsx';
import { DialogFoot } from '../ui/Dialog.tsx';
import { useFormat } from '../ui/format.ts';
import { useErrorText } from '../ui/problem.ts';
import { Sentence } from '../ui/Sentence.tsx';
import { useFirstFocus } from '../ui/useFirstFocus.ts';
import classes from './Assign.module.css';
import type { Outcome } from './AssignDialog.tsx';
import bulk from './Bulk.module.css';
import type { Person } from './choice.ts';

interface Props {
  person: Person;
  outcomes: Outcome[];
  busy: boolean;
  onAgain: () => void;
  onClose: () => void;
}

/** Tells of each course what became of it. */
export function AssignResult({ person, outcomes, busy, onAgain, onClose }: Props) {
  const { t } = useTranslation();
  const heading = useFirstFocus<HTMLHeadingElement>();
  const student = outcomes.find(({ license }) => license)?.license?.student;
  const given = outcomes.filter(({ license }) => license).length;
  const name = student ? nameOf(student) : person.email;
  return (
    <>
      <h3 ref={heading} tabIndex={-1} className={classes.result}>
        <Sentence
          text="assign.result"
          count={given}
          values={{ number: String(given), total: String(outcomes.length), name }}
        />
      </h3>
      <ul className={classes.results}>
        {outcomes.map((outcome) => (
          <Line key={outcome.part.row.key} outcome={outcome} />
        ))}
      </ul>
      {student && (
        <PersonLink id={student.id}>
          <Sentence text="assign.toPerson" values={{ name }} />
        </PersonLink>
      )}
      <DialogFoot>
        {outcomes.some(({ error }) => error) && (
          <Button variant="default" loading={busy} onClick={onAgain}>
            {t('common.retry')}
          </Button>
        )}
        <Button onClick={onClose}>{t('common.done')}</Button>
      </DialogFoot>
    </>
  );
}

function Line({ outcome: { part, license, entry, error } }: { outcome: Outcome }) {
  const { t } = useTranslation();
  const { lastDay } = useFormat();
  const text = useErrorText();
  return (
    <li>
      <strong>
        <bdi>{part.course?.title}</bdi>
      </strong>
      <br />
      {license && <span className={bulk.good}>{t('assign.has', { end: lastDay(license.end) })}</span>}
      {entry && <span>{t('assign.onList', { place: entry.position ?? 1 })}</span>}
      {error && <span className={bulk.bad}>{text(error)}</span>}
    </li>
  );
}

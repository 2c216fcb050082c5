import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDraft } from '../account/useDraft.ts';
import type { AssignedLicense, WaitingEntry } from '../api/types.ts';
import { useChange, useManager } from '../shell/manager.ts';
import { nameOf } from '../student/filters.ts';
import { usePersonToast } from '../student/usePersonToast.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { nextInputDay, useFormat } from '../ui/format.ts';
import { Sentence } from '../ui/Sentence.tsx';
import { usePageSearch } from '../ui/search.ts';
import { AssignForm } from './AssignForm.tsx';
import { AssignResult } from './AssignResult.tsx';
import { type CourseRow, isTaking, isWaiting, type Part, type Person } from './choice.ts';
import { type Assignment, assign } from './queries.ts';

/** What became of one course. */
export interface Outcome {
  part: Part;
  license: AssignedLicense | null;
  /** The place on the waiting list, where none was free. */
  entry: WaitingEntry | null;
  error: Error | null;
}

/** What is filled in so far; without rows as the address says. */
export interface AssignDraft {
  rows?: CourseRow[];
  person: Person;
}

interface Asked {
  parts: Part[];
  person: Person;
}

const assignmentOf = (part: Part, { email, name, endDate }: Person): Assignment => ({
  poolId: part.pool?.id ?? 0,
  name: name.trim() || undefined,
  email: email.trim(),
  endDate: endDate ? nextInputDay(endDate) : undefined,
  ...(isTaking(part) && { recycle: true, recyclePolicy: part.row.policy }),
  ...(isWaiting(part) && { wait: true }),
});

/** Assigns one course after the other: what one is refused does not stop the next. */
async function assignAll(managerId: number, { parts, person }: Asked): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const part of parts) {
    const outcome = await assign(managerId, assignmentOf(part, person)).then(
      (answer) =>
        'position' in answer
          ? { part, license: null, entry: answer, error: null }
          : { part, license: answer, entry: null, error: null },
      (error: Error) => ({ part, license: null, entry: null, error }),
    );
    outcomes.push(outcome);
  }
  return outcomes;
}

/** The draft of the dialog, one for each course and person that it is opened for. */
function useAssignDraft() {
  const [{ course = '', pool = '', email = '' }] = usePageSearch();
  return useDraft<AssignDraft>(`assign ${course} ${pool} ${email}`, { person: { email, name: '', endDate: '' } });
}

/** Gives one person a license, or one of each of several courses; a refusal stands beside what it is about. */
export default function AssignDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const manager = useManager();
  const { lastDay } = useFormat();
  const toastOf = usePersonToast();
  const [draft, setDraft, forget] = useAssignDraft();
  const close = () => {
    forget();
    onClose();
  };
  const change = useChange((asked: Asked) => assignAll(manager.id, asked));
  const [person, setPerson] = useState<Person | null>(null);
  const [outcomes, setOutcomes] = useState<Outcome[]>([]);
  const begin = (parts: Part[], whom: Person) =>
    change.mutate(
      { parts, person: whom },
      {
        onSuccess: (done) => {
          const [only] = done;
          if (done.length > 1) {
            setOutcomes(done);
            setPerson(whom);
            forget();
          } else if (only?.license) {
            const { student, end } = only.license;
            const course = only.part.course?.title ?? '';
            toastOf(
              <Sentence text="assign.done" values={{ name: nameOf(student), course, end: lastDay(end) }} />,
              student,
            );
            close();
          } else if (only?.entry) {
            const values = { name: nameOf(only.entry.student), course: only.part.course?.title ?? '' };
            toastOf(<Sentence text="assign.waits" values={values} />, only.entry.student);
            close();
          }
        },
      },
    );
  const again = () => {
    const failed = outcomes.flatMap(({ error, part }) => (error ? part : []));
    if (person)
      change.mutate(
        { parts: failed, person },
        {
          onSuccess: (done) => setOutcomes(outcomes.map((old) => done.find(({ part }) => part === old.part) ?? old)),
        },
      );
  };
  const refused = change.data?.length === 1 ? (change.data[0]?.error ?? null) : null;
  return (
    <Dialog title={t('assign.title')} onClose={close} busy={change.isPending} size="lg">
      {person ? (
        <AssignResult person={person} outcomes={outcomes} busy={change.isPending} onAgain={again} onClose={close} />
      ) : (
        <AssignForm
          draft={draft}
          onDraft={setDraft}
          busy={change.isPending}
          error={change.error ?? refused}
          onReset={change.reset}
          onAssign={begin}
          onClose={close}
        />
      )}
    </Dialog>
  );
}

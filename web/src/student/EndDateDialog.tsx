import { Alert, Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HeldLicense, StudentRow } from '../api/types.ts';
import { allCoursesQuery, changeEnd } from '../license/queries.ts';
import { useChange, useManager } from '../shell/manager.ts';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { inputDay, lastInputDay, nextInputDay, useFormat } from '../ui/format.ts';
import { useErrorText } from '../ui/problem.ts';
import { nameOf } from './filters.ts';
import { usePersonToast } from './usePersonToast.tsx';

/** When the pool of a license ends: no license of it lasts longer. */
function usePoolEnd({ poolId }: HeldLicense): string | undefined {
  const { data } = useQuery(allCoursesQuery(useManager().id));
  return data?.items.flatMap(({ pools }) => pools).find(({ id }) => id === poolId)?.end;
}

/** Moves the end of a license; a day that is not in the future ends it now, for good. */
export function EndDateDialog({
  license,
  student,
  onClose,
}: {
  license: HeldLicense;
  student: StudentRow;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const manager = useManager();
  const text = useErrorText();
  const tell = usePersonToast();
  const { lastDay, exact } = useFormat();
  const kept = lastInputDay(license.end);
  const limit = usePoolEnd(license);
  const [day, setDay] = useState(kept);
  const change = useChange(
    (last: string) => changeEnd(manager.id, license.licenseId, nextInputDay(last)),
    () => {
      tell(t('student.endSaved'), student);
      onClose();
    },
  );
  const endsNow = day !== '' && day < inputDay(0);
  const save = (e: React.FormEvent) => {
    e.preventDefault();
    if (day === kept) onClose();
    else change.mutate(day);
  };
  return (
    <Dialog title={t('student.endTitle')} onClose={onClose} busy={change.isPending}>
      <form onSubmit={save}>
        <p className="soft">{t('student.endLead', { name: nameOf(student), course: license.title })}</p>
        <TextInput
          mt="md"
          type="date"
          required
          label={t('assign.endDate')}
          description={limit && <time title={exact(limit)}>{t('student.endLimit', { end: lastDay(limit) })}</time>}
          {...(limit && { max: lastInputDay(limit) })}
          value={day}
          onChange={(e) => setDay(e.currentTarget.value)}
          error={change.error ? text(change.error) : undefined}
          data-autofocus
        />
        {endsNow && (
          <Alert mt="md" color="brass" role="status">
            {t('student.endsNow')}
          </Alert>
        )}
        <DialogFoot>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" color={endsNow ? 'clay' : undefined} loading={change.isPending}>
            {t(endsNow ? 'student.endNow' : 'common.save')}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}

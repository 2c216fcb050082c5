import { Alert, Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HeldLicense, StudentRow } from '../api/types.ts';
import { allCoursesQuery, changeEnd } from '../license/queries.ts';
import { useChange, useManager } from '../shell/manager.ts';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { Form, FormAlert } from '../ui/Form.tsx';
import { inputDay, lastInputDay, nextInputDay, useFormat } from '../ui/format.ts';
import { Sentence } from '../ui/Sentence.tsx';
import { useFaults } from '../ui/useFaults.ts';
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
  const beyond = limit !== undefined && day > lastInputDay(limit);
  const faults = useFaults(
    {
      endDate: day ? beyond && t('assign.endBeyond', { end: lastDay(limit) }) : t('publisher.dayNeeded'),
    },
    change.error,
  );
  const save = faults.send(() => (day === kept ? onClose() : change.mutate(day)));
  return (
    <Dialog title={t('student.endTitle')} onClose={onClose} busy={change.isPending}>
      <Form onSubmit={save} busy={change.isPending}>
        <p className="soft">
          <Sentence text="student.endLead" values={{ name: nameOf(student), course: license.title }} />
        </p>
        <TextInput
          mt="md"
          type="date"
          required
          label={t('assign.endDate')}
          description={limit && <time title={exact(limit)}>{t('student.endLimit', { end: lastDay(limit) })}</time>}
          {...(limit && { max: lastInputDay(limit) })}
          value={day}
          onChange={(e) => setDay(e.currentTarget.value)}
          error={faults.of('endDate')}
          data-autofocus
        />
        {endsNow && (
          <Alert mt="md" color="brass" role="status">
            {t('student.endsNow')}
          </Alert>
        )}
        <FormAlert>{faults.form}</FormAlert>
        <DialogFoot>
          <Button variant="default" onClick={onClose} disabled={change.isPending}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" color={endsNow ? 'clay' : undefined} loading={change.isPending}>
            {t(endsNow ? 'student.endNow' : 'common.save')}
          </Button>
        </DialogFoot>
      </Form>
    </Dialog>
  );
}

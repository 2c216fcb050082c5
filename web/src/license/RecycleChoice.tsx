import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RecyclePolicy } from '../api/types.ts';
import { HeldDaysField } from '../link/HeldDaysField.tsx';
import { PolicyField } from './PolicyField.tsx';

/** Whether licenses may be taken back, as it is filled in. */
export interface RecycleDraft {
  policy: RecyclePolicy | null;
  heldDays: number | string;
}

interface Props {
  value: RecycleDraft;
  error: string | undefined;
  onChange: (value: RecycleDraft) => void;
}

/** Whether licenses may be taken back, whose, and after how many days. */
export function RecycleChoice({ value, error, onChange }: Props) {
  const { t } = useTranslation();
  const { policy, heldDays } = value;
  return (
    <>
      <Checkbox
        mt="md"
        label={t('bulk.recycle')}
        checked={policy !== null}
        onChange={(e) => onChange({ ...value, policy: e.currentTarget.checked ? 'oldest' : null })}
      />
      {policy && (
        <>
          <PolicyField value={policy} onChange={(chosen) => onChange({ ...value, policy: chosen })} />
          <HeldDaysField value={heldDays} onChange={(days) => onChange({ ...value, heldDays: days })} error={error} />
        </>
      )}
    </>
  );
}

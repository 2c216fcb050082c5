import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type RecyclePolicy, recyclePolicies } from '../api/types.ts';

interface Props {
  label?: string;
  size?: 'xs' | 'sm';
  value: RecyclePolicy;
  onChange: (policy: RecyclePolicy) => void;
}

/** Whose license is taken back. */
export function PolicyField({ label, size = 'sm', value, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <NativeSelect
      mt={size === 'xs' ? 'xs' : 'md'}
      size={size}
      label={label ?? t('bulk.policy')}
      value={value}
      data={recyclePolicies.map((one) => ({ value: one, label: t(`bulk.policies.${one}`) }))}
      onChange={(e) => onChange(recyclePolicies.find((p) => p === e.currentTarget.value) ?? 'oldest')}
    />
  );
}

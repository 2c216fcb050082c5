import { NumberInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface Props {
  value: number | string;
  error: string | undefined;
  onChange: (value: number | string) => void;
}

/** For how many days a license is left to its holder before the link may take it back. */
export function HeldDaysField({ value, error, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <NumberInput
      mt="md"
      label={t('link.minHeldDays')}
      description={t('link.minHeldDaysHint')}
      min={0}
      max={3650}
      allowDecimal={false}
      hideControls
      value={value}
      onChange={onChange}
      error={error}
    />
  );
}

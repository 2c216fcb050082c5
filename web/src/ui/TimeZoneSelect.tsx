import { NativeSelect } from '@mantine/core';

interface Props {
  label: string;
  value: string;
  disabled: boolean;
  /** What stands first, for no choice. */
  none?: string;
  onChange: (zone: string) => void;
}

/** The time zones that the browser knows, and the one that is set. */
export function TimeZoneSelect({ label, value, disabled, none, onChange }: Props) {
  const zones = new Set(['UTC', ...Intl.supportedValuesOf('timeZone'), ...(value ? [value] : [])]);
  return (
    <NativeSelect
      label={label}
      value={value}
      disabled={disabled}
      data={[
        ...(none === undefined ? [] : [{ value: '', label: none }]),
        ...[...zones].sort().map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') })),
      ]}
      onChange={(e) => onChange(e.currentTarget.value)}
    />
  );
}

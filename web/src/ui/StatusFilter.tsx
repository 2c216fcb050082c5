import { SegmentedControl } from '@mantine/core';
import { useAhead } from './ahead.tsx';
import { type Search, usePageSearch } from './search.ts';

const STANDARD = 'active';

/** Which of a list is shown at an address. */
export const statusAt = (search: Search): string => search.status ?? STANDARD;

interface Props {
  label: string;
  states: { value: string; label: string }[];
}

/** Which of a list to show. */
export function StatusFilter({ label, states }: Props) {
  const [search, change] = usePageSearch();
  const ahead = useAhead();
  const to = (value: string) => ({
    status: value === STANDARD ? undefined : value,
    page: undefined,
  });
  return (
    <SegmentedControl
      value={statusAt(search)}
      onChange={(value) => change(to(value), { push: true })}
      aria-label={label}
      data={states}
      {...ahead(...states.map(({ value }) => to(value)))}
    />
  );
}

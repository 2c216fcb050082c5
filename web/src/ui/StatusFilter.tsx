import { SegmentedControl } from '@mantine/core';
import { useAhead } from './ahead.tsx';
import { usePageSearch } from './search.ts';

interface Props {
  label: string;
  /** The states, the one without a word in the address first. */
  states: { value: string; label: string }[];
}

/** Which of a list to show. Whoever was chosen is let go: they may not be in it any more. */
export function StatusFilter({ label, states }: Props) {
  const [search, change] = usePageSearch();
  const ahead = useAhead();
  const [standard] = states;
  const to = (value: string) => ({
    status: value === standard?.value ? undefined : value,
    page: undefined,
    chosen: undefined,
  });
  return (
    <SegmentedControl
      value={search.status ?? standard?.value}
      onChange={(value) => change(to(value))}
      aria-label={label}
      data={states}
      {...ahead(...states.map(({ value }) => to(value)))}
    />
  );
}

import { useFormat } from './format.ts';

/** The last day on which something can be used that ends at a moment, with the moment itself on hover. */
export function LastDay({ end }: { end: string }) {
  const { lastDay, exact } = useFormat();
  return (
    <time dateTime={end} title={exact(end)}>
      {lastDay(end)}
    </time>
  );
}

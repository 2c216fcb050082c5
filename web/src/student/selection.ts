import { useCallback, useMemo, useState } from 'react';

/** Who is chosen: some, or all that match but some. It is kept while pages are turned, and nowhere else. */
export interface Selection {
  all: boolean;
  /** Who is chosen or, with `all`, who is not. */
  ids: ReadonlySet<number>;
}

const nobody: Selection = { all: false, ids: new Set() };

export interface Choice {
  selection: Selection;
  count: number;
  has: (id: number) => boolean;
  set: (ids: number[], chosen: boolean) => void;
  chooseAll: () => void;
  clear: () => void;
}

/** The selection among the `total` that match; whoever changes the filter, `scope`, begins anew. */
export function useSelection(scope: string, total: number): Choice {
  const [kept, setKept] = useState({ scope, selection: nobody });
  const selection = kept.scope === scope ? kept.selection : nobody;
  const put = useCallback(
    (change: (old: Selection) => Selection) =>
      setKept((old) => ({ scope, selection: change(old.scope === scope ? old.selection : nobody) })),
    [scope],
  );
  const set = useCallback(
    (ids: number[], chosen: boolean) =>
      put((old) => {
        const changed = new Set(old.ids);
        for (const id of ids) {
          if (chosen === old.all) changed.delete(id);
          else changed.add(id);
        }
        return { all: old.all, ids: changed };
      }),
    [put],
  );
  return useMemo(
    () => ({
      selection,
      count: selection.all ? Math.max(0, total - selection.ids.size) : selection.ids.size,
      has: (id: number) => selection.ids.has(id) !== selection.all,
      set,
      chooseAll: () => put(() => ({ all: true, ids: new Set() })),
      clear: () => put(() => nobody),
    }),
    [selection, total, set, put],
  );
}

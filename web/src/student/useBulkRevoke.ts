import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { RevokeResult } from '../api/types.ts';
import { chunkSize, revokeMany } from '../license/queries.ts';
import { useManager } from '../shell/manager.ts';

/** Takes licenses back in parts; after a failure it goes on where it stopped. */
export function useBulkRevoke() {
  const client = useQueryClient();
  const manager = useManager();
  const ids = useRef<string[]>([]);
  const [results, setResults] = useState<RevokeResult[]>([]);
  const [busy, setBusy] = useState(false);
  const [started, setStarted] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const run = async (from: number) => {
    setBusy(true);
    setError(null);
    try {
      for (let at = from; at < ids.current.length; at += chunkSize) {
        const part = await revokeMany(manager.id, ids.current.slice(at, at + chunkSize));
        setResults((old) => [...old, ...part.results]);
      }
    } catch (e) {
      setError(e);
    }
    setBusy(false);
    void client.invalidateQueries({ queryKey: ['manager'] });
  };
  return {
    started, busy, error, done: results.length, total: ids.current.length,
    refused: results.filter((r) => r.outcome === 'refused'),
    start: (wanted: string[]) => { ids.current = wanted; setStarted(true); void run(0); },
    resume: () => void run(results.length),
  };
}

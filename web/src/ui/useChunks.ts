import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { newKey } from '../api/intents.ts';

/** How many rows go in one request, where nothing else is said. */
const SIZE = 50;

/** One thing of many that was done, or refused. */
export interface ManyResult {
  outcome: string;
  code: string | null;
  detail: string | null;
}

export interface ChunkRun<T, R> {
  started: boolean;
  busy: boolean;
  error: unknown;
  results: R[];
  total: number;
  start: (items: T[]) => void;
  /** Goes on where a failure stopped it. */
  resume: () => void;
}

/**
 * Sends many rows in parts, one after the other. A part that failed is sent again under the same key, so that
 * nothing is done twice where only the answer was lost. Each is told the results of those before it.
 */
export function useChunks<T, R>(
  send: (part: T[], key: string, before: R[]) => Promise<{ results: R[] }>,
  size = SIZE,
): ChunkRun<T, R> {
  const client = useQueryClient();
  const items = useRef<T[]>([]);
  const key = useRef(newKey());
  const done = useRef<R[]>([]);
  const begun = useRef(false);
  const [results, setResults] = useState<R[]>([]);
  const [busy, setBusy] = useState(false);
  const [started, setStarted] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const run = async (from: number) => {
    setBusy(true);
    setError(null);
    try {
      for (let at = from; at < items.current.length; at += size) {
        const part = await send(items.current.slice(at, at + size), key.current, done.current);
        key.current = newKey();
        done.current = [...done.current, ...part.results];
        setResults(done.current);
      }
    } catch (e) {
      setError(e);
    }
    setBusy(false);
    void client.invalidateQueries({ queryKey: ['manager'] });
  };
  const start = (wanted: T[]) => {
    if (begun.current) return;
    begun.current = true;
    items.current = wanted;
    setStarted(true);
    void run(0);
  };
  return { started, busy, error, results, total: items.current.length, start, resume: () => void run(results.length) };
}

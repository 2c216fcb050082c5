import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';

/** How many rows the server takes in one request. */
const size = 50;

/** A name for one request, by which the server knows its repetition. */
const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(16).padStart(2, '0')).join('');

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
 * nothing is done twice where only the answer was lost.
 */
export function useChunks<T, R>(send: (part: T[], key: string) => Promise<{ results: R[] }>): ChunkRun<T, R> {
  const client = useQueryClient();
  const items = useRef<T[]>([]);
  const key = useRef(newKey());
  const [results, setResults] = useState<R[]>([]);
  const [busy, setBusy] = useState(false);
  const [started, setStarted] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const run = async (from: number) => {
    setBusy(true);
    setError(null);
    try {
      for (let at = from; at < items.current.length; at += size) {
        const part = await send(items.current.slice(at, at + size), key.current);
        key.current = newKey();
        setResults((old) => [...old, ...part.results]);
      }
    } catch (e) {
      setError(e);
    }
    setBusy(false);
    void client.invalidateQueries({ queryKey: ['manager'] });
  };
  const start = (wanted: T[]) => {
    items.current = wanted;
    setStarted(true);
    void run(0);
  };
  return { started, busy, error, results, total: items.current.length, start, resume: () => void run(results.length) };
}

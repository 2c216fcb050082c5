import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';

/** What is done with the outcome of one change. */
interface Told<T> {
  onSuccess?: (result: T) => void;
  onError?: (error: Error) => void;
}

export type Write<T, V> = Omit<UseMutationResult<T, Error, V>, 'mutate'> & {
  mutate: (values: V, told?: Told<T>) => void;
};

/**
 * A change, after which what is kept under `keys` is fetched again. The outcome is told also where the part of the page
 * that asked went with what was changed: the callbacks of TanStack's own `mutate` are not called there. Whoever presses
 * twice asks once.
 */
export function useWrite<T, V>(
  change: (values: V) => Promise<T>,
  keys: readonly string[],
  done?: (result: T) => void,
): Write<T, V> {
  const client = useQueryClient();
  const { mutate: _, ...mutation } = useMutation<T, Error, V>({
    mutationFn: change,
    onSuccess: (result) => done?.(result),
    onSettled: () => Promise.all(keys.map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
  const asked = useRef(new Set<string>());
  const mutate = (values: V, { onSuccess, onError }: Told<T> = {}) => {
    const key = JSON.stringify(values) ?? '';
    if (asked.current.has(key)) return;
    asked.current.add(key);
    const told = mutation.mutateAsync(values).finally(() => asked.current.delete(key));
    void told.then(onSuccess, onError ?? (() => undefined)); // which `error` shows
  };
  return { ...mutation, mutate };
}

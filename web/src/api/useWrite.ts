import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';

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
 * that asked went with what was changed: the callbacks of TanStack's own `mutate` are not called there.
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
  const mutate = (values: V, { onSuccess, onError }: Told<T> = {}) =>
    void mutation.mutateAsync(values).then(onSuccess, onError ?? (() => undefined)); // which `error` shows
  return { ...mutation, mutate };
}

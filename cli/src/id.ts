import { UsageError } from './errors.ts';

/** A number that a person typed as an id. */
export function idOf(text: string): number {
  if (/^[1-9]\d{0,15}$/.test(text)) return Number(text);
  throw new UsageError(`“${text}” is no id: ids are numbers, such as 27.`);
}

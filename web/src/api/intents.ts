/** So long a change whose answer was lost counts as the same one when it is asked for again. */
const REMEMBERED_MS = 15 * 60 * 1000;
const MAX_REMEMBERED = 100;

interface Intent {
  key: string;
  since: number;
  /** The request under way. */
  answer: Promise<unknown> | null;
}

const intents = new Map<string, Intent>();

/** A name for one change, by which the server knows its repetition. */
export const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(16).padStart(2, '0')).join('');

function intentOf(name: string): Intent {
  const now = Date.now();
  for (const [other, { since, answer }] of intents) {
    if (!answer && (now - since > REMEMBERED_MS || intents.size > MAX_REMEMBERED)) intents.delete(other);
  }
  const known = intents.get(name) ?? { key: newKey(), since: now, answer: null };
  intents.set(name, known);
  return known;
}

/**
 * Sends a change once for what a person wants once. The same change asked for again while it is under way gets the
 * same answer; asked for again after its answer was lost it bears the same key, so that the server answers what it did.
 * `lost` tells whether an error leaves open what became of the change.
 */
export async function once<T>(
  name: string,
  send: (key: string) => Promise<T>,
  lost: (error: unknown) => boolean,
): Promise<T> {
  const intent = intentOf(name);
  if (intent.answer) return intent.answer as Promise<T>;
  const answer = send(intent.key);
  intent.answer = answer;
  try {
    const value = await answer;
    intents.delete(name);
    return value;
  } catch (error) {
    intent.answer = null;
    if (!lost(error)) intents.delete(name);
    throw error;
  }
}

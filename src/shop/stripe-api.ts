import { at, items, type Json, text } from './json.ts';

/** How long Stripe has to answer. */
const MAX_MS = 8000;
const MAX_BYTES = 16 * 1024 * 1024;
/** Items of a page: as many as Stripe gives. */
const PAGE = 100;

/** The lists that are read, and what is asked for of each. */
export const LISTS = {
  'checkout/sessions': { status: 'complete', 'expand[]': 'data.line_items' },
  invoices: { status: 'paid' },
} as const;
export type ListName = keyof typeof LISTS;

/** Stripe refused, or could not be understood. The message holds no secret. */
export class StripeError extends Error {}

async function bodyOf(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > MAX_BYTES) throw new StripeError(`the answer has more than ${MAX_BYTES} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

const HINTS: Record<number, string> = {
  401: ': STRIPE_API_KEY is not valid',
  403: ': STRIPE_API_KEY may not read checkout sessions and invoices',
  429: ': too many requests',
};

/** A page of a list of Stripe, newest first, of what was made since a moment. Throws `StripeError`. */
export async function readPage(
  api: { key: string; url: string },
  list: ListName,
  { since, after }: { since: number; after: string | null },
): Promise<{ objects: Json[]; next: string | null }> {
  const asked = new URLSearchParams({ limit: String(PAGE), 'created[gte]': String(since), ...LISTS[list] });
  if (after !== null) asked.set('starting_after', after);
  const response = await fetch(`${api.url}/v1/${list}?${asked}`, {
    headers: { authorization: `Bearer ${api.key}`, 'user-agent': 'Carrel' },
    redirect: 'error',
    signal: AbortSignal.timeout(MAX_MS),
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw new StripeError(`Stripe answered ${response.status}${HINTS[response.status] ?? ''}`);
  }
  let answer: Json;
  try {
    answer = JSON.parse(await bodyOf(response));
  } catch (error) {
    if (error instanceof StripeError) throw error;
    throw new StripeError('Stripe answered what is no JSON');
  }
  const objects = items(at(answer, 'data'));
  const last = text(at(objects.at(-1), 'id'));
  return { objects, next: at(answer, 'has_more') === true ? last : null };
}

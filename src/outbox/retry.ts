import { holdsSecret, ObsoleteMailError, Undeliverable } from '../mail/compose.ts';
import { answerToMail, describeFailure, isPermanent } from '../mail/sender.ts';
import type { Claimed, Outcome } from './queue.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** The wait after each failed attempt; after the last, about two days in all, the mail has failed. */
const DELAYS = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR];

/** The wait after the attempt of this number, spread by a fifth so that mails do not come back all at once. */
export function delayAfter(attempts: number, chance = Math.random()): number | null {
  const delay = DELAYS[attempts - 1];
  return delay === undefined ? null : Math.round(delay * (0.8 + 0.4 * chance));
}

/** What a failed attempt means for the mail. */
export function classifyFailure(error: unknown, job: Pick<Claimed, 'kind' | 'attempts'>): Outcome {
  if (error instanceof ObsoleteMailError) return { state: 'done', note: error.message };
  const text = describeFailure(error);
  const delay = error instanceof Undeliverable || isPermanent(error) ? null : delayAfter(job.attempts);
  const answer = answerToMail(error);
  if (delay !== null) return { state: 'again', error: text, answer, delay };
  return { state: 'failed', error: text, answer, forget: holdsSecret(job.kind) };
}

import { isRecord } from './check.ts';
import { readMoment } from './terms.ts';

/** What a statement says of somebody's progress in an activity. Times in seconds. */
export interface Told {
  activity: string;
  who: { address: string } | { homePage: string; name: string };
  /** When, as the statement says; null where it does not. */
  at: number | null;
  percent?: number;
  /** It was opened, and no more is said. */
  opened?: boolean;
}

const ADL = 'http://adlnet.gov/expapi/verbs/';
const PROGRESS = 'https://w3id.org/xapi/cmi5/result/extensions/progress';

function whoOf(actor: unknown): Told['who'] | null {
  if (!isRecord(actor) || actor.objectType === 'Group') return null;
  if (typeof actor.mbox === 'string') return { address: actor.mbox.slice('mailto:'.length) };
  const { account } = actor;
  return isRecord(account) ? { homePage: String(account.homePage), name: String(account.name) } : null;
}

function percentOf(result: unknown): number | null {
  const extensions = isRecord(result) ? result.extensions : null;
  const value = isRecord(extensions) ? extensions[PROGRESS] : null;
  return typeof value === 'number' && value >= 0 && value <= 100 ? Math.floor(value) : null;
}

function sayingOf(verb: string, result: unknown): Pick<Told, 'percent' | 'opened'> | null {
  switch (verb) {
    case `${ADL}initialized`:
    case `${ADL}launched`:
      return { opened: true };
    case `${ADL}completed`:
    case `${ADL}passed`:
      return { percent: 100 };
    case `${ADL}progressed`: {
      const percent = percentOf(result);
      return percent === null ? null : { percent };
    }
    default:
      return null;
  }
}

/** What a valid statement says of progress; null where it says nothing of it. */
export function toldOf({ actor, verb, object, result, timestamp }: Record<string, unknown>): Told | null {
  const isActivity = isRecord(object) && (object.objectType ?? 'Activity') === 'Activity';
  const said = isActivity && isRecord(verb) ? sayingOf(String(verb.id), result) : null;
  const who = whoOf(actor);
  if (!isActivity || !said || !who) return null;
  const ms = typeof timestamp === 'string' ? readMoment(timestamp)?.ms : undefined;
  return { activity: String(object.id), who, at: ms === undefined ? null : Math.floor(ms / 1000), ...said };
}

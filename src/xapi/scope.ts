import { Refusal } from '../errors.ts';
import { isRecord } from '../rules/xapi/check.ts';
import { identityOf } from '../rules/xapi/keys.ts';
import type { Ask } from './ask.ts';
import type { Launch } from './cmi5-session.ts';
import type { Row } from './find.ts';
import { keysToFind } from './key.ts';
import { readAgent } from './query.ts';

/** What a launch may do of what a program of the publisher may: nothing but what is its own. */

const refuse = (detail: string) => new Refusal('forbidden', { detail });

/** What a launch may find: statements of its actor in its registration. */
export const conditionsOf = (launch: Launch | null): string[][] =>
  launch === null
    ? []
    : [
        ...keysToFind({ registration: launch.registration, relatedAgents: false, relatedActivities: false }),
        ...keysToFind({ agent: identityOf(launch.actor) ?? '', relatedAgents: false, relatedActivities: false }),
      ];

/** Whether one statement is for this caller to see. */
export function isVisible({ body }: Row, launch: Launch | null): boolean {
  if (launch === null) return true;
  const { actor, context }: Record<string, unknown> = JSON.parse(body);
  const registration = isRecord(context) ? String(context.registration).toLowerCase() : '';
  return registration === launch.registration && identityOf(actor) === identityOf(launch.actor);
}

/** Throws `forbidden` where a launch asks for an activity that is not its own. */
export function assertOwnActivity(activity: string, launch: Launch | null): void {
  if (launch !== null && activity !== launch.activityId) throw refuse('activityId: is not the activity of this launch');
}

/** Throws `forbidden` where a launch asks for somebody else. */
export function assertOwnAgent(identity: string, launch: Launch | null): void {
  if (launch !== null && identity !== identityOf(launch.actor)) throw refuse('agent: is not the actor of this launch');
}

const isReading = (method: string): boolean => method === 'GET';

/** Throws `forbidden` where a launch asks for documents that are not its own, or would change what Carrel keeps for it. */
export function assertOwnDocument(kind: 'state' | 'activity' | 'agent', { params, method, caller }: Ask): void {
  const { launch } = caller;
  if (launch === null) return;
  if (kind !== 'activity') assertOwnAgent(readAgent('agent', params.agent ?? '').identity, launch);
  if (kind === 'activity') {
    assertOwnActivity(params.activityId ?? '', launch);
    if (!isReading(method)) throw refuse('The profile of an activity is for all who do it: a launch may read it only.');
  }
  if (kind === 'state') {
    if ((params.registration ?? '').toLowerCase() !== launch.registration) {
      throw refuse('registration: is not the registration of this launch');
    }
    const isKept = params.stateId === undefined || params.stateId === 'LMS.LaunchData';
    if (!isReading(method) && isKept) throw refuse('stateId: names no state of the unit itself; LMS.LaunchData stays');
  }
}

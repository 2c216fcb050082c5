import { IDENTIFIERS } from '../rules/xapi/actor.ts';
import { isRecord } from '../rules/xapi/check.ts';
import { identityOf } from '../rules/xapi/keys.ts';
import { isIri } from '../rules/xapi/terms.ts';
import { activitiesByIri } from './activity.ts';
import { type Answer, type Ask, onlyParams, param, wrongParam } from './ask.ts';
import { findStatements } from './find.ts';
import { keysToFind } from './key.ts';
import { readAgent } from './query.ts';
import { assertOwnActivity, assertOwnAgent } from './scope.ts';
import type { Services } from './services.ts';

const json = (value: unknown): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(value),
});

export const getAbout = async (): Promise<Answer> => json({ version: ['1.0.3', '2.0.0'], extensions: {} });

/** An activity with all that is known of it; of one that nobody told of, its id. */
export async function getActivity({ db }: Services, { params, caller }: Ask): Promise<Answer> {
  onlyParams(params, 'activityId');
  const id = param(params, 'activityId');
  if (!isIri(id)) throw wrongParam('activityId', 'must be an IRI');
  assertOwnActivity(id, caller.launch);
  return json((await activitiesByIri(db.read, [id])).get(id));
}

/** The names that the latest statement of an agent has for it. */
async function nameOf({ db }: Services, identity: string): Promise<string | undefined> {
  const conditions = keysToFind({ agent: identity, relatedAgents: false, relatedActivities: false });
  const rows = await findStatements(db.read, { conditions, ascending: false, limit: 1 });
  const { actor, object }: Record<string, unknown> = rows[0] ? JSON.parse(rows[0].body) : {};
  const all = [actor, object]
    .filter(isRecord)
    .flatMap((one) => [one, ...(Array.isArray(one.member) ? one.member : [])]);
  const name: unknown = all.find((one) => identityOf(one) === identity)?.name;
  return typeof name === 'string' ? name : undefined;
}

/** The person that an agent stands for: what was asked for, and its name. */
export async function getAgent(services: Services, { params, caller }: Ask): Promise<Answer> {
  onlyParams(params, 'agent');
  const { identity, value } = readAgent('agent', param(params, 'agent'));
  assertOwnAgent(identity, caller.launch);
  const name = (await nameOf(services, identity)) ?? value.name;
  const known = IDENTIFIERS.filter((one) => value[one] !== undefined).map((one) => [one, [value[one]]]);
  return json({ objectType: 'Person', ...(name === undefined ? {} : { name: [name] }), ...Object.fromEntries(known) });
}

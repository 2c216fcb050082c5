import { IDENTIFIERS } from './actor.ts';
import { isRecord } from './check.ts';

type Json = Record<string, unknown>;

/** What a statement is found by. */
export interface Filter {
  agent?: string;
  verb?: string;
  activity?: string;
  registration?: string;
  relatedAgents: boolean;
  relatedActivities: boolean;
}

/** What one Agent or identified Group is, in one text; null for a Group that only has members. */
export function identityOf(actor: unknown): string | null {
  if (!isRecord(actor)) return null;
  const name = IDENTIFIERS.find((one) => actor[one] !== undefined);
  if (!name) return null;
  const value = actor[name];
  if (isRecord(value)) return `account ${JSON.stringify([value.homePage, value.name])}`;
  return `${name} ${name === 'mbox_sha1sum' ? String(value).toLowerCase() : String(value)}`;
}

/** A key in full; what is kept of it is a hash. */
const key = (...parts: string[]): string => JSON.stringify(parts);

/** An actor and its members. */
const agentsOf = (actor: unknown): string[] => {
  if (!isRecord(actor)) return [];
  const members = Array.isArray(actor.member) ? actor.member : [];
  return [actor, ...members].map(identityOf).filter((identity) => identity !== null);
};

const isActivity = (value: unknown): value is Json =>
  isRecord(value) && (value.objectType ?? 'Activity') === 'Activity' && typeof value.id === 'string';

const isActor = (value: unknown): boolean =>
  isRecord(value) && (value.objectType === 'Agent' || value.objectType === 'Group');

/** The activities of the lists of a context. */
export function contextActivities(context: unknown): Json[] {
  const lists =
    isRecord(context) && isRecord(context.contextActivities) ? Object.values(context.contextActivities) : [];
  return lists.flat().filter(isActivity);
}

function contextAgents(context: unknown): string[] {
  if (!isRecord(context)) return [];
  const listed = [context.contextAgents, context.contextGroups].flat().filter(isRecord);
  const actors = [context.instructor, context.team, ...listed.map(({ agent, group }) => agent ?? group)];
  return actors.flatMap(agentsOf);
}

interface Named {
  agents: Set<string>;
  activities: Set<string>;
}

/** Who and what a statement is about. */
function direct({ actor, object }: Json): Named {
  const agents = [...agentsOf(actor), ...(isActor(object) ? agentsOf(object) : [])];
  return { agents: new Set(agents), activities: new Set(isActivity(object) ? [String(object.id)] : []) };
}

/** Who and what else it names. */
function related(statement: Json): Named {
  const { object, context, authority } = statement;
  const inner = isRecord(object) && object.objectType === 'SubStatement' ? object : null;
  const within = inner ? [direct(inner), related(inner)] : [];
  const agents = [...contextAgents(context), ...agentsOf(authority), ...within.flatMap((named) => [...named.agents])];
  const activities = contextActivities(context).map(({ id }) => String(id));
  return {
    agents: new Set(agents),
    activities: new Set([...activities, ...within.flatMap((named) => [...named.activities])]),
  };
}

/** How many agents and activities a statement names. */
export function countNamed(statement: Json): number {
  const sets = [direct(statement), related(statement)].flatMap(({ agents, activities }) => [agents, activities]);
  return sets.reduce((sum, { size }) => sum + size, 0);
}

const registrationOf = ({ context }: Json): string | null =>
  isRecord(context) && typeof context.registration === 'string' ? context.registration.toLowerCase() : null;

/**
 * The keys under which a statement is found: one for each filter that a player or a report is likely to ask for alone or
 * together with its verb, so that a page of it is one range of an index.
 */
export function keysOf(statement: Json): string[] {
  const verb = String((statement.verb as Json).id);
  const about = direct(statement);
  const more = related(statement);
  const registration = registrationOf(statement);
  const alone = (kind: string, value: string) => [key(kind, value), key(`${kind} verb`, value, verb)];
  const pairs = [...about.agents].flatMap((agent) =>
    [...about.activities].flatMap((activity) => [
      key('agent activity', agent, activity),
      key('agent activity verb', agent, activity, verb),
    ]),
  );
  const only = (some: Set<string>, kind: string, but: Set<string>) =>
    [...some].filter((value) => !but.has(value)).flatMap((value) => alone(kind, value));
  return [
    key('verb', verb),
    ...(registration === null ? [] : alone('registration', registration)),
    ...[...about.agents].flatMap((agent) => alone('agent', agent)),
    ...[...about.activities].flatMap((activity) => alone('activity', activity)),
    ...pairs,
    ...only(more.agents, 'related agent', about.agents),
    ...only(more.activities, 'related activity', about.activities),
  ];
}

/** Any of these keys will do. */
type Condition = string[];

function filterOf(kind: string, value: string, verb: string | undefined, withRelated: boolean): Condition {
  const of = (name: string) => (verb === undefined ? key(name, value) : key(`${name} verb`, value, verb));
  return withRelated ? [of(kind), of(`related ${kind}`)] : [of(kind)];
}

/** The conditions that a filter makes, the one that fewest statements are likely to meet first; none for no filter. */
export function conditionsOf({
  agent,
  verb,
  activity,
  registration,
  relatedAgents,
  relatedActivities,
}: Filter): Condition[] {
  const conditions: Condition[] = [];
  if (registration !== undefined) conditions.push(filterOf('registration', registration.toLowerCase(), verb, false));
  if (agent !== undefined && activity !== undefined && !relatedAgents && !relatedActivities) {
    const pair = [agent, activity] as const;
    conditions.push([verb === undefined ? key('agent activity', ...pair) : key('agent activity verb', ...pair, verb)]);
  } else {
    if (agent !== undefined) conditions.push(filterOf('agent', agent, verb, relatedAgents));
    if (activity !== undefined) conditions.push(filterOf('activity', activity, verb, relatedActivities));
  }
  return conditions.length === 0 && verb !== undefined ? [[key('verb', verb)]] : conditions;
}

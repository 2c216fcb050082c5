import { IDENTIFIERS } from '../rules/xapi/actor.ts';
import { isRecord } from '../rules/xapi/check.ts';

type Json = Record<string, unknown>;

/** JSON whose numbers are written as they were. */
const parseExactly = (text: string): Json =>
  JSON.parse(text, (_name, value, context?: { source?: string }) =>
    typeof value === 'number' && context?.source !== undefined && context.source !== String(value)
      ? (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(context.source)
      : value,
  );

/** What a part of a statement becomes: told by the part, never by its name in an extension. */
interface Forms {
  actor(value: Json): Json;
  activity(value: Json): Json;
  verb(value: Json): Json;
}

function mapContext(context: Json, forms: Forms): Json {
  const lists = isRecord(context.contextActivities) ? Object.entries(context.contextActivities) : [];
  const actors = ['instructor', 'team'].filter((name) => isRecord(context[name]));
  return {
    ...context,
    ...Object.fromEntries(actors.map((name) => [name, forms.actor(context[name] as Json)])),
    ...(isRecord(context.contextActivities)
      ? {
          contextActivities: Object.fromEntries(
            lists.map(([name, list]) => [name, (list as Json[]).map((one) => forms.activity(one))]),
          ),
        }
      : {}),
  };
}

function mapObject(object: Json, forms: Forms): Json {
  const type = object.objectType ?? 'Activity';
  if (type === 'SubStatement') return mapStatement(object, forms);
  if (type === 'Agent' || type === 'Group') return forms.actor(object);
  return type === 'Activity' ? forms.activity(object) : object;
}

function mapStatement(statement: Json, forms: Forms): Json {
  const { actor, verb, object, context, authority } = statement;
  return {
    ...statement,
    actor: forms.actor(actor as Json),
    verb: forms.verb(verb as Json),
    object: mapObject(object as Json, forms),
    ...(isRecord(context) ? { context: mapContext(context, forms) } : {}),
    ...(isRecord(authority) ? { authority: forms.actor(authority) } : {}),
  };
}

const pick = (value: Json, names: readonly string[]): Json =>
  Object.fromEntries(names.filter((name) => value[name] !== undefined).map((name) => [name, value[name]]));

/** What identifies an actor; of a Group that nothing identifies, its members. */
function actorIds(actor: Json): Json {
  const identified = IDENTIFIERS.some((name) => actor[name] !== undefined);
  if (identified || !Array.isArray(actor.member)) return pick(actor, ['objectType', ...IDENTIFIERS]);
  return { objectType: 'Group', member: actor.member.map(actorIds) };
}

const ids: Forms = {
  actor: actorIds,
  activity: (activity) => pick(activity, ['id']),
  verb: (verb) => pick(verb, ['id']),
};

/** A statement with the least that says who did what to what. */
export const asIds = (body: string): string => JSON.stringify(mapStatement(parseExactly(body), ids));

/** The languages of a header Accept-Language, the most wanted first. */
function wanted(header: string): string[] {
  const ranges = header
    .slice(0, 1000)
    .split(',')
    .map((part) => {
      const [range = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
      const weight = parameters.find((text) => text.startsWith('q='))?.slice(2);
      return { range, weight: weight === undefined ? 1 : Number(weight) };
    });
  return ranges
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ range }) => range);
}

/** The tag that a range means: itself, a narrower one, or a wider one (RFC 4647). */
function tagFor(range: string, tags: readonly string[]): string | undefined {
  const is = (rule: (tag: string) => boolean) => tags.find((tag) => rule(tag.toLowerCase()));
  return (
    is((tag) => tag === range) ?? is((tag) => tag.startsWith(`${range}-`)) ?? is((tag) => range.startsWith(`${tag}-`))
  );
}

/** The one entry of a language map that is wanted most. */
function oneLanguage(map: Json, languages: readonly string[]): Json {
  const tags = Object.keys(map);
  const tag = languages.flatMap((range) => tagFor(range, tags) ?? [])[0] ?? tags[0];
  return tag === undefined ? map : { [tag]: map[tag] };
}

const LANGUAGE_MAPS = ['name', 'description', 'display'];

function inOneLanguage(value: Json, languages: readonly string[]): Json {
  const maps = LANGUAGE_MAPS.filter((name) => isRecord(value[name]));
  return { ...value, ...Object.fromEntries(maps.map((name) => [name, oneLanguage(value[name] as Json, languages)])) };
}

/** The IRIs of the activities that a statement names. */
export function activityIris(body: string): string[] {
  const found: string[] = [];
  const activity = (value: Json): Json => {
    found.push(String(value.id));
    return value;
  };
  mapStatement(JSON.parse(body), { actor: (value) => value, verb: (value) => value, activity });
  return found;
}

/** A statement with activities as they are known by now, and words in the language that is wanted most. */
export function asCanonical(body: string, activities: ReadonlyMap<string, Json>, acceptLanguage: string): string {
  const languages = wanted(acceptLanguage);
  const forms: Forms = {
    actor: (actor) => actor,
    verb: (verb) => inOneLanguage(verb, languages),
    activity: (activity) => {
      const known = activities.get(String(activity.id)) ?? activity;
      const { definition } = known;
      return isRecord(definition) ? { ...known, definition: inOneLanguage(definition, languages) } : activity;
    },
  };
  return JSON.stringify(mapStatement(parseExactly(body), forms));
}

import { actor, agent, authority, group, iri } from './actor.ts';
import {
  all,
  byValue,
  type Check,
  flag,
  holds,
  isRecord,
  list,
  number,
  record,
  text,
  textThat,
  type Wrong,
} from './check.ts';
import { activity, extensions, languageMap, object, statementRef, uuid, verb } from './object.ts';
import { isDuration, isIri, isLanguageTag, isMediaType, isSha2, readMoment } from './terms.ts';

/** The versions of the specification that are spoken, each by its latest patch. */
export type Version = '1.0.3' | '2.0.0';

export const VOIDED = 'http://adlnet.gov/expapi/verbs/voided';

const isInOrder = (...numbers: unknown[]): boolean => {
  const given = numbers.filter((value) => typeof value === 'number');
  return given.every((value, place) => place === 0 || (given[place - 1] as number) <= value);
};

const score: Check = all(
  record({
    scaled: holds((value) => typeof value === 'number' && Math.abs(value) <= 1, 'must be a number from -1 to 1'),
    raw: number,
    min: number,
    max: number,
  }),
  holds((value) => !isRecord(value) || isInOrder(value.min, value.raw, value.max), 'must have min ≤ raw ≤ max'),
  holds((value) => !isRecord(value) || value.min === undefined || value.min !== value.max, 'must have min < max'),
);

const result: Check = record({
  score,
  success: flag,
  completion: flag,
  response: text,
  duration: textThat(isDuration, 'must be a duration of ISO 8601, such as PT4H35M59.14S'),
  extensions,
});

/** One activity or several; a single one is kept as a list of one. */
const activities: Check = (value, at, wrong) => (Array.isArray(value) ? list(activity) : activity)(value, at, wrong);

const contextActivities = record({ parent: activities, grouping: activities, category: activities, other: activities });

const named = (name: string): Check => holds((value) => value === name, `must be ${name}`);

const relevantTypes = list(iri, 1);

/** Members of a context that came with 2.0. */
const NEWER: Record<string, Check> = {
  contextAgents: list(record({ objectType: named('contextAgent'), agent, relevantTypes }, ['objectType', 'agent'])),
  contextGroups: list(record({ objectType: named('contextGroup'), group, relevantTypes }, ['objectType', 'group'])),
};

const isActivity = (value: unknown): boolean =>
  isRecord(value) && (value.objectType === undefined || value.objectType === 'Activity');

const onlyOfActivity: Check = (_value, pointer, wrong) =>
  void wrong.push({ pointer, detail: 'is allowed only where the object is an Activity' });

const context = (version: Version, ofActivity: boolean): Check =>
  record({
    registration: uuid,
    instructor: actor,
    team: group,
    contextActivities,
    ...(version === '1.0.3' ? {} : NEWER),
    revision: ofActivity ? text : onlyOfActivity,
    platform: ofActivity ? text : onlyOfActivity,
    language: textThat(isLanguageTag, 'must be a language tag of RFC 5646'),
    statement: statementRef,
    extensions,
  });

const attachment: Check = record(
  {
    usageType: iri,
    display: languageMap,
    description: languageMap,
    contentType: textThat(isMediaType, 'must be a media type'),
    length: holds((value) => Number.isSafeInteger(value) && (value as number) >= 0, 'must be a whole number of bytes'),
    sha2: textThat(isSha2, 'must be a SHA-2 in hexadecimal digits'),
    fileUrl: textThat(isIri, 'must be an IRL'),
  },
  ['usageType', 'display', 'contentType', 'length', 'sha2'],
);

const moment = (version: Version): Check =>
  version === '1.0.3'
    ? textThat((value) => readMoment(value) !== null, 'must be a date and time of ISO 8601')
    : textThat((value) => readMoment(value, true) !== null, 'must be a date and time of RFC 3339, with its offset');

const voidsByReference = holds(
  (value) =>
    !isRecord(value) ||
    !isRecord(value.verb) ||
    value.verb.id !== VOIDED ||
    (isRecord(value.object) && value.object.objectType === 'StatementRef'),
  'voids a statement, so its object must be a StatementRef',
);

const shared = (version: Version, of: unknown): Record<string, Check> => ({
  actor,
  verb,
  result,
  context: context(version, isActivity(of)),
  timestamp: moment(version),
  attachments: list(attachment),
});

const REQUIRED = ['actor', 'verb', 'object'] as const;

const subStatement = (version: Version): Check =>
  byValue((value) =>
    record({ ...shared(version, value.object), objectType: named('SubStatement'), object: object(null) }, REQUIRED),
  );

const VERSIONS: Record<Version, RegExp> = { '1.0.3': /^1\.0(?:\.\d+)?$/, '2.0.0': /^(?:1|2)\.0(?:\.\d+)?$/ };

const statement = (version: Version): Check =>
  all(
    byValue((value) =>
      record(
        {
          ...shared(version, value.object),
          id: uuid,
          object: object(subStatement(version)),
          stored: moment(version),
          authority,
          version: textThat((given) => VERSIONS[version].test(given), `must be a version that goes with ${version}`),
        },
        REQUIRED,
      ),
    ),
    voidsByReference,
  );

const CHECKS: Record<Version, Check> = { '1.0.3': statement('1.0.3'), '2.0.0': statement('2.0.0') };

/** What is wrong with a statement of this version that stands at `at`. */
export function statementFaults(value: unknown, version: Version, at: string): Wrong[] {
  const wrong: Wrong[] = [];
  CHECKS[version](value, at, wrong);
  return wrong;
}

/** What is wrong with an Agent or a Group. */
export function actorFaults(value: unknown): Wrong[] {
  const wrong: Wrong[] = [];
  actor(value, '', wrong);
  return wrong;
}

import { actor, iri } from './actor.ts';
import { all, byValue, type Check, holds, isRecord, list, map, record, text, textThat } from './check.ts';
import { isIri, isLanguageTag, isUuid } from './terms.ts';

export const uuid = textThat(isUuid, 'must be a UUID');

export const languageMap: Check = map(isLanguageTag, 'is not a language tag of RFC 5646', text);

/** Anything, under names that are IRIs. */
export const extensions: Check = map(isIri, 'is not an IRI', () => {});

export const verb: Check = record({ id: iri, display: languageMap }, ['id']);

/** The lists of choices that go with each type of interaction. */
const COMPONENTS: Record<string, readonly string[]> = {
  'true-false': [],
  choice: ['choices'],
  'fill-in': [],
  'long-fill-in': [],
  matching: ['source', 'target'],
  performance: ['steps'],
  sequencing: ['choices'],
  likert: ['scale'],
  numeric: [],
  other: [],
};

const distinct = holds((value) => {
  const ids = Array.isArray(value) ? value.filter(isRecord).map(({ id }) => id) : [];
  return new Set(ids).size === ids.length;
}, 'must have different ids');

const component = record({ id: text, description: languageMap }, ['id']);
const components = all(list(component), distinct);

/** What describes an interaction says nothing without its type. */
const OF_INTERACTION = ['correctResponsesPattern', ...new Set(Object.values(COMPONENTS).flat())];

const definition: Check = byValue((value) => {
  const { interactionType } = value;
  const isInteraction = OF_INTERACTION.some((name) => Object.hasOwn(value, name));
  const lists = typeof interactionType === 'string' ? (COMPONENTS[interactionType] ?? []) : [];
  const members = {
    name: languageMap,
    description: languageMap,
    type: iri,
    moreInfo: textThat(isIri, 'must be an IRL'),
    extensions,
    interactionType: textThat(
      (type) => Object.hasOwn(COMPONENTS, type),
      `must be one of ${Object.keys(COMPONENTS).join(', ')}`,
    ),
    correctResponsesPattern: list(text),
    ...Object.fromEntries(lists.map((name) => [name, components])),
  };
  return record(members, isInteraction ? ['interactionType'] : []);
});

const named = (name: string): Check => holds((value) => value === name, `must be ${name}`);

export const activity: Check = record({ objectType: named('Activity'), id: iri, definition }, ['id']);

export const statementRef: Check = record({ objectType: named('StatementRef'), id: uuid }, ['objectType', 'id']);

/** The object of a statement, or of one within it (`inner`), which holds none. */
export const object = (subStatement: Check | null): Check =>
  byValue(({ objectType }) => {
    if (objectType === undefined || objectType === 'Activity') return activity;
    if (objectType === 'Agent' || objectType === 'Group') return actor;
    if (objectType === 'StatementRef') return statementRef;
    if (objectType === 'SubStatement' && subStatement) return subStatement;
    const names = ['Activity', 'Agent', 'Group', 'StatementRef', ...(subStatement ? ['SubStatement'] : [])];
    return (_value, at, wrong) =>
      void wrong.push({ pointer: `${at}/objectType`, detail: `must be one of ${names.join(', ')}` });
  });

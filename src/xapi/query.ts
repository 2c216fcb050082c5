import { identityOf } from '../rules/xapi/keys.ts';
import { actorFaults } from '../rules/xapi/statement.ts';
import { isIri, isUuid, readMoment } from '../rules/xapi/terms.ts';
import { type Ask, onlyParams, wrongParam } from './ask.ts';
import type { Asked } from './find.ts';
import { keysToFind } from './key.ts';

const MAX_PAGE = 100;
const FORMATS = ['exact', 'ids', 'canonical'] as const;
const FILTERS = [
  'agent',
  'verb',
  'activity',
  'registration',
  'related_activities',
  'related_agents',
  'since',
  'until',
  'limit',
  'format',
  'attachments',
  'ascending',
];

/** How statements are shown. */
export interface View {
  format: (typeof FORMATS)[number];
  attachments: boolean;
  /** The header Accept-Language. */
  language: string;
}

export interface ListQuery {
  params: Ask['params'];
  asked: Asked;
  view: View;
}

type Params = Ask['params'];

function flag(params: Params, name: string): boolean {
  const text = params[name] ?? 'false';
  if (text !== 'true' && text !== 'false') throw wrongParam(name, 'must be true or false');
  return text === 'true';
}

function checked(params: Params, name: string, rule: (text: string) => boolean, detail: string): string | undefined {
  const text = params[name];
  if (text !== undefined && !rule(text)) throw wrongParam(name, detail);
  return text;
}

function moment(params: Params, name: string): number | undefined {
  const text = params[name];
  const read = text === undefined ? undefined : readMoment(text);
  if (read === null) throw wrongParam(name, 'must be a date and time of ISO 8601');
  return read?.ms;
}

function parse(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw wrongParam(name, 'must be an Agent as JSON');
  }
}

/** An Agent or identified Group that a parameter names as JSON, and what it is known as. */
export function readAgent(name: string, text: string): { identity: string; value: Record<string, unknown> } {
  const value = parse(name, text);
  const [fault] = actorFaults(value);
  if (fault) throw wrongParam(name, `${fault.pointer || 'the Agent'} ${fault.detail}`);
  const identity = identityOf(value);
  if (identity === null) throw wrongParam(name, 'must have what identifies it: members alone find nothing');
  return { identity, value: value as Record<string, unknown> };
}

export function readView({ params, headers }: Ask): View {
  const format = params.format ?? 'exact';
  const known = FORMATS.find((one) => one === format);
  if (!known) throw wrongParam('format', `must be one of ${FORMATS.join(', ')}`);
  return { format: known, attachments: flag(params, 'attachments'), language: headers['accept-language'] ?? '' };
}

function conditions(params: Params): string[][] {
  const verb = checked(params, 'verb', isIri, 'must be an IRI');
  const activity = checked(params, 'activity', isIri, 'must be an IRI');
  const registration = checked(params, 'registration', isUuid, 'must be a UUID');
  return keysToFind({
    ...(params.agent === undefined ? {} : { agent: readAgent('agent', params.agent).identity }),
    ...(verb === undefined ? {} : { verb }),
    ...(activity === undefined ? {} : { activity }),
    ...(registration === undefined ? {} : { registration }),
    relatedAgents: flag(params, 'related_agents'),
    relatedActivities: flag(params, 'related_activities'),
  });
}

function limitOf(params: Params): number {
  const text = checked(
    params,
    'limit',
    (given) => /^\d{1,9}$/.test(given),
    'must be a whole number, 0 for the largest page',
  );
  const limit = Number(text ?? 0);
  return limit === 0 ? MAX_PAGE : Math.min(limit, MAX_PAGE);
}

/** What `more` carries: the query, and the last statement that was shown. */
export const moreOf = ({ params }: ListQuery, seq: number): string =>
  Buffer.from(JSON.stringify({ params, seq })).toString('base64url');

function readMore(text: string): { params: Params; after: number } {
  const wrong = wrongParam('more', 'is no address that an answer gave');
  try {
    const { params, seq } = JSON.parse(Buffer.from(text, 'base64url').toString());
    const texts = typeof params === 'object' && Object.values(params).every((value) => typeof value === 'string');
    if (texts && Number.isSafeInteger(seq)) return { params, after: seq };
  } catch {
    throw wrong;
  }
  throw wrong;
}

/** Reads the filter of a list, or where it goes on. `always` is asked for besides. */
export function readListQuery(ask: Ask, always: string[][]): ListQuery {
  const { more, ...others } = ask.params;
  if (more !== undefined) onlyParams(others);
  const { params, after } = more === undefined ? { params: ask.params, after: undefined } : readMore(more);
  onlyParams(params, ...FILTERS);
  const [since, until] = [moment(params, 'since'), moment(params, 'until')];
  return {
    params,
    view: readView({ ...ask, params }),
    asked: {
      conditions: [...always, ...conditions(params)],
      ascending: flag(params, 'ascending'),
      limit: limitOf(params),
      ...(since === undefined ? {} : { since }),
      ...(until === undefined ? {} : { until }),
      ...(after === undefined ? {} : { after }),
    },
  };
}

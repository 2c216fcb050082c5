import { sha256 } from '../crypto.ts';
import { invalid } from '../errors.ts';
import { identityOf } from '../rules/xapi/keys.ts';
import { isIri, isUuid, readMoment } from '../rules/xapi/terms.ts';
import { type Answer, type Ask, onlyParams, param, wrongParam } from './ask.ts';
import { deleteDocuments, listDocuments, type Place, postDocument, putDocument, readDocument } from './document.ts';
import { agentKey } from './key.ts';
import { readAgent } from './query.ts';
import { assertOwnDocument } from './scope.ts';
import type { Services } from './services.ts';

/** A resource of documents: which parameters name the place, and which the document. */
interface Resource {
  params: string[];
  idParam: 'stateId' | 'profileId';
  placeOf(params: Ask['params']): Place;
}

function activityOf(params: Ask['params']): string {
  const activity = param(params, 'activityId');
  if (!isIri(activity)) throw wrongParam('activityId', 'must be an IRI');
  return activity;
}

function registrationOf({ registration = '' }: Ask['params']): string {
  if (registration !== '' && !isUuid(registration)) throw wrongParam('registration', 'must be a UUID');
  return registration.toLowerCase();
}

const scopeOf = (...parts: string[]): string => sha256(JSON.stringify(parts));

/** Where the states of an agent in an activity lie. */
export const statePlace = (activity: string, agent: object, registration: string): Place => {
  const identity = identityOf(agent) ?? '';
  return { kind: 'state', scope: scopeOf('state', activity, identity), registration, agentKey: agentKey(identity) };
};

/** Where the profiles of an agent lie. */
export const profilePlace = (agent: object): Place => {
  const identity = identityOf(agent) ?? '';
  return { kind: 'agent', scope: scopeOf('agent', identity), registration: '', agentKey: agentKey(identity) };
};

const resources = {
  state: {
    params: ['activityId', 'agent', 'registration'],
    idParam: 'stateId',
    placeOf: (params) =>
      statePlace(activityOf(params), readAgent('agent', param(params, 'agent')).value, registrationOf(params)),
  },
  activity: {
    params: ['activityId'],
    idParam: 'profileId',
    placeOf: (params) => ({
      kind: 'activity',
      scope: scopeOf('activity', activityOf(params)),
      registration: '',
      agentKey: null,
    }),
  },
  agent: {
    params: ['agent'],
    idParam: 'profileId',
    placeOf: (params) => profilePlace(readAgent('agent', param(params, 'agent')).value),
  },
} satisfies Record<Place['kind'], Resource>;

function sinceOf({ since }: Ask['params']): number | undefined {
  if (since === undefined) return undefined;
  const read = readMoment(since);
  if (!read) throw wrongParam('since', 'must be a date and time of ISO 8601');
  return read.ms;
}

async function get({ db }: Services, resource: Resource, ask: Ask): Promise<Answer> {
  const { params, headers } = ask;
  const id = params[resource.idParam];
  onlyParams(params, ...resource.params, ...(id === undefined ? ['since'] : [resource.idParam]));
  const place = resource.placeOf(params);
  if (id === undefined) {
    const { ids, modified } = await listDocuments(db.read, place, sinceOf(params));
    const last = ids.length > 0 ? { 'last-modified': new Date(modified).toUTCString() } : {};
    return {
      status: 200,
      headers: { 'content-type': 'application/json; charset=utf-8', ...last },
      body: JSON.stringify(ids),
    };
  }
  const document = await readDocument(db.read, place, param(params, resource.idParam));
  const etag = `"${document.etag}"`;
  const seen = { etag, 'last-modified': new Date(document.modified).toUTCString() };
  if (headers['if-none-match'] === etag) return { status: 304, headers: seen };
  return {
    status: 200,
    headers: { ...seen, 'content-type': document.content_type },
    body: Buffer.from(document.content, 'base64'),
  };
}

/** Where a PUT or a POST goes, and under which id. */
function target(resource: Resource, { params }: Ask): { place: Place; id: string } {
  onlyParams(params, ...resource.params, resource.idParam);
  const place = resource.placeOf(params);
  const id = param(params, resource.idParam);
  if (id.length > 500) throw wrongParam(resource.idParam, 'has more than 500 characters');
  return { place, id };
}

async function remove({ db }: Services, resource: Resource, ask: Ask): Promise<void> {
  const { params } = ask;
  onlyParams(params, ...resource.params, resource.idParam);
  const place = resource.placeOf(params);
  const id = params[resource.idParam];
  if (id === undefined && place.kind !== 'state') throw invalid({ parameter: resource.idParam, detail: 'is required' });
  await db.write((tx) => deleteDocuments(tx, place, id, ask));
}

/** Answers a request for a document of this kind, or for the list of them. */
export const documents =
  (kind: Place['kind']) =>
  async (services: Services, ask: Ask): Promise<Answer> => {
    const resource: Resource = resources[kind];
    assertOwnDocument(kind, ask);
    if (ask.method === 'GET') return get(services, resource, ask);
    if (ask.method === 'DELETE') {
      await remove(services, resource, ask);
      return { status: 204 };
    }
    const { place, id } = target(resource, ask);
    const write = ask.method === 'PUT' ? putDocument : postDocument;
    await services.db.write((tx) => write(tx, place, id, ask, services.clock()));
    return { status: 204 };
  };

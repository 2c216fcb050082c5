import type { Http } from './http.ts';

/** One operation of the OpenAPI document, as far as the tests need it. */
export interface Operation {
  method: string;
  /** With `{id}` and the like. */
  path: string;
  query: string[];
  hasBody: boolean;
  /** Who may call it: a token, or a member who is signed in. */
  by: 'token' | 'session';
}

interface Described {
  parameters?: { name: string; in: string }[];
  requestBody?: unknown;
  security?: Record<string, unknown>[];
}

const METHODS = new Set(['get', 'post', 'put', 'patch', 'delete']);
const FOR_TOKENS = '/api/licensing/';
const FOR_MEMBERS = '/api/app/managers/{managerId}/';

/** Every operation that the server documents; those for tokens a second time, as members who are signed in call them. */
export async function operationsOf(http: Http): Promise<Operation[]> {
  const answer = (await http.send({ path: '/api/licensing/openapi.json' })).json();
  const paths: Record<string, Record<string, Described>> = answer.paths;
  const documented = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => METHODS.has(method))
      .map(([method, described]) => toOperation(method, path, described)),
  );
  const again = documented
    .filter(({ by }) => by === 'token')
    .map((operation) => ({
      ...operation,
      path: operation.path.replace(FOR_TOKENS, FOR_MEMBERS),
      by: 'session' as const,
    }));
  return [...documented, ...again];
}

const toOperation = (method: string, path: string, described: Described): Operation => ({
  method: method.toUpperCase(),
  path,
  query: (described.parameters ?? []).filter((parameter) => parameter.in === 'query').map(({ name }) => name),
  hasBody: described.requestBody !== undefined,
  by: described.security?.some((way) => 'session' in way) ? 'session' : 'token',
});

/** The ids of what one license manager has; also those of nobody, and those that are no ids. */
export interface Ids {
  manager: string;
  pool: string;
  license: string;
  course: string;
  student: string;
  link: string;
  entry: string;
  request: string;
  member: string;
  token: string;
  webhook: string;
  delivery: string;
  mail: string;
  roster: string;
  account: string;
  email: string;
}

const kinds: Record<string, keyof Ids> = {
  managers: 'manager',
  pools: 'pool',
  pool: 'pool',
  licenses: 'license',
  license: 'license',
  courses: 'course',
  course: 'course',
  student: 'student',
  students: 'student',
  links: 'link',
  waiting: 'entry',
  requests: 'request',
  library: 'link',
  members: 'member',
  tokens: 'token',
  webhooks: 'webhook',
  deliveries: 'delivery',
  mails: 'mail',
  roster: 'roster',
  accounts: 'account',
};

/** What only the publisher has, and where strangers have to be refused whether it is there or not. */
const ofPublisher = new Set(['certificates', 'orders', 'products', 'shop-deliveries', 'texts']);

/** The path with its ids, each by what stands before it. */
export const fill = (path: string, ids: Ids): string =>
  path.replaceAll(/([^/]+)\/\{[^}]+\}/g, (_, before: string) => {
    if (ofPublisher.has(before)) return `${before}/absent`;
    const kind = kinds[before];
    if (!kind) throw new Error(`${path}: of what is the id after “${before}”?`);
    return `${before}/${ids[kind]}`;
  });

/** Where no webhook is received: the port of the discard service. */
export const NOWHERE = 'http://127.0.0.1:9/';

/** A body for every operation that takes one, good enough to get past its schema. */
const bodies: Record<string, (ids: Ids) => object> = {
  'POST /v1/pool/{id}/license': ({ email }) => ({ email }),
  'PATCH /v1/license/{id}': () => ({ endDate: '2027-01-01' }),
  'POST /v1/pool/{id}/bulk/preview': ({ email }) => ({ csv: `email\n${email}` }),
  'POST /v1/pool/{id}/bulk': ({ email }) => ({ rows: [{ email: `bulk-${email}` }] }),
  'POST /v1/licenses/revoke': ({ license }) => ({ ids: [license] }),
  'POST /v1/licenses/edit': ({ license }) => ({ ids: [license], endDate: '2027-01-01' }),
  'PUT /v1/roster': ({ course, email }) => ({ rows: [{ email, courseId: course }] }),
  'POST /v1/roster/{id}/apply': () => ({}),
  'PATCH /v1/student/{id}': () => ({ name: 'Another Name' }),
  'POST /v1/students/remind': ({ student }) => ({ ids: [Number(student)] }),
  'PATCH /v1/links/{id}': () => ({ licenses: 1 }),
  'PATCH /v1/settings': () => ({ onePerMailbox: false }),
  'POST /v1/links': ({ pool }) => ({ poolId: Number(pool), licenses: 1 }),
  'POST /v1/requests/{id}/approve': () => ({}),
  'POST /v1/requests/{id}/decline': () => ({ reason: 'No seats' }),
  'POST /v1/members': ({ email }) => ({ email: `member-${email}`, role: 'owner' }),
  'PATCH /v1/members/{id}': () => ({ role: 'manager' }),
  'POST /v1/webhooks': () => ({ url: NOWHERE, events: ['pool.created'] }),
  'PATCH /v1/webhooks/{id}': () => ({ description: 'changed' }),
  'POST /v1/webhooks/{id}/replay': () => ({ since: '2024-01-01T00:00:00Z' }),
  'POST /v1/tokens': () => ({ name: 'one more', permission: 'write' }),
};

export function bodyFor({ method, path, hasBody }: Operation, ids: Ids): object | undefined {
  if (!hasBody) return undefined;
  const body = bodies[`${method} ${path.slice(path.indexOf('/v1/'))}`];
  if (!body) throw new Error(`${method} ${path}: the tests have no body for it`);
  return body(ids);
}

/** Where ids stand in the body alone, which no path tells. */
export const namesInBody = ({ path, hasBody }: Operation): boolean =>
  hasBody && /\/v1\/(licenses\/(revoke|edit)|links|students\/remind)$/.test(path);

const hidden = (text: string): Operation => {
  const [method = '', path = ''] = text.split(' ');
  return { method, path: `/api/app/${path}`.replace('/app/../', '/'), query: [], hasBody: false, by: 'session' };
};

/** What only the staff of the publisher may do; the document does not tell of it. */
export const ofStaff: readonly Operation[] = [
  ...['v1/managers', 'v1/courses', 'v1/pools'].flatMap((kind) => [`GET publisher/${kind}`, `POST publisher/${kind}`]),
  ...[
    'GET publisher/v1/managers/{id}',
    'PATCH publisher/v1/managers/{id}',
    'POST publisher/v1/managers/{id}/invite',
    'GET publisher/v1/access',
    'POST publisher/v1/access',
    'POST publisher/v1/progress',
    'POST publisher/v1/students/{id}/launch',
    'POST publisher/v1/courses/{id}/try',
    'GET publisher/v1/launches/failed',
    'GET publisher/v1/certificates',
    'GET publisher/v1/certificates/{id}',
    'POST publisher/v1/certificates/{id}/revoke',
    'GET publisher/v1/orders',
    'POST publisher/v1/orders',
    'GET publisher/v1/orders/{id}',
    'POST publisher/v1/orders/{id}/resolve',
    'POST publisher/v1/orders/{id}/cancel',
    'GET publisher/v1/products',
    'GET publisher/v1/products/{source}/{product}',
    'PUT publisher/v1/products/{source}/{product}',
    'DELETE publisher/v1/products/{source}/{product}',
    'GET publisher/v1/shop-deliveries',
    'GET publisher/v1/shop-deliveries/{id}',
    'POST publisher/v1/shop-deliveries/{id}/retry',
    'GET publisher/v1/students',
    'GET publisher/v1/students/{id}',
    'PATCH publisher/v1/students/{id}',
    'DELETE publisher/v1/students/{id}',
    'POST publisher/v1/students/{id}/merge',
    'GET publisher/v1/students/{id}/export',
    'GET publisher/v1/tokens',
    'POST publisher/v1/tokens',
    'DELETE publisher/v1/tokens/{id}',
    'GET publisher/managers/without-owner',
    'GET publisher/managers/{id}/members',
    'GET publisher/v1/courses/{id}',
    'PATCH publisher/v1/courses/{id}',
    'PUT publisher/v1/courses/{id}/cover',
    'GET publisher/v1/pools/{id}',
    'PATCH publisher/v1/pools/{id}',
    'POST publisher/v1/pools/{id}/renew',
    'GET publisher/v1/events',
    'GET publisher/v1/events/feed',
    'GET publisher/v1/deliveries',
    'POST publisher/v1/deliveries/{id}/retry',
    'GET publisher/v1/webhooks',
    'POST publisher/v1/webhooks',
    'GET publisher/v1/webhooks/{id}',
    'PATCH publisher/v1/webhooks/{id}',
    'DELETE publisher/v1/webhooks/{id}',
    'POST publisher/v1/webhooks/{id}/rotate',
    'GET publisher/v1/webhooks/{id}/deliveries',
    'POST publisher/v1/webhooks/{id}/test',
    'POST publisher/v1/webhooks/{id}/deliveries/{deliveryId}/resend',
    'POST publisher/v1/webhooks/{id}/replay',
    'POST publisher/import',
    'POST publisher/progress',
    'GET publisher/accounts',
    'PATCH publisher/accounts/{id}',
    'DELETE publisher/accounts/{id}',
    'POST publisher/accounts/{id}/reset-second-factor',
    'POST publisher/accounts/{id}/end-sessions',
    'POST publisher/staff',
    'GET publisher/overview',
    'GET publisher/settings',
    'PATCH publisher/settings',
    'PUT publisher/settings/logo',
    'DELETE publisher/settings/logo',
    'GET publisher/settings/texts',
    'PUT publisher/settings/texts/{kind}/{language}',
    'DELETE publisher/settings/texts/{kind}/{language}',
    'POST publisher/settings/preview',
  ],
].map(hidden);

/** What anybody who is signed in may do with the own licenses, and at the page of a link. */
export const ofVisitors: readonly Operation[] = [
  'POST my/licenses/{id}/return',
  'POST my/licenses/{id}/launch',
  'POST my/licenses/{id}/extend',
  'GET my/library',
  'POST my/library/{linkId}/borrow',
  'POST my/waiting/{id}/accept',
  'POST my/waiting/{id}/leave',
  'POST my/requests/{id}/withdraw',
  'GET my/licenses',
  'GET my/name',
  'GET my/preferences',
  'PATCH my/preferences',
  'GET ../auth/history',
  'GET ../auth/trusted-devices',
  'GET ../auth/list-sessions',
  'GET session',
  'GET links/{code}',
  'POST links/{code}/enroll',
].map(hidden);

/** What anybody may try at the door; nothing that would end the sessions of a test. */
export const ofTheDoor: readonly Operation[] = [
  ...['sign-in/email', 'sign-in/magic-link', 'sign-in/oauth2', 'request-password-reset', 'reset-password'],
  ...['magic-link/verify', 'magic-link/renew', 'mail-proof', 'two-factor/verify-totp', 'two-factor/verify-backup-code'],
  ...['two-factor/enable', 'two-factor/disable', 'two-factor/generate-backup-codes'],
  ...['update-user', 'set-password', 'trusted-devices/remove', 'change-password'],
]
  .map((path) => `POST ../auth/${path}`)
  .concat('GET ../auth/magic-link', 'GET ../auth/methods', 'GET ../auth/callback/oidc')
  .concat(
    'GET logo/{hash}',
    'POST links/{code}/request',
    'POST setup',
    'GET invitation/{code}',
    'POST invitation/{code}',
  )
  .map(hidden);

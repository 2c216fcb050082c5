import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from '../errors.ts';
import { waitedMs } from './sockets.ts';
import { Turnstile } from './turnstile.ts';

/** What reads much, whatever is asked of it; a list does, when a long page of it is asked for. */
const HEAVY = new Set([
  'searchStudents',
  'exportStudents',
  'exportSpreadsheet',
  'listEvents',
  'readEventFeed',
  'searchLibrary',
  'previewBulkAssign',
  'planRoster',
]);
const LONG_PAGE = 100;

const WAITING = { waiting: 50, waitMs: 4000 };
const RETRY_SECONDS = '2';

/** Who asks, and for whom: a token or a person, and their license manager, if there is one. */
function keysOf({ principal, visitor }: FastifyRequest): { own: string; shared: string | null } | null {
  if (principal) {
    const { kind, id, scope } = principal;
    return { own: `${kind} ${id}`, shared: scope.managerId === null ? null : scope.owner };
  }
  return visitor ? { own: `person ${visitor.id}`, shared: null } : null;
}

const tooMany = () =>
  new Refusal('rate_limited', {
    detail: 'Too many searches, long lists, exports or previews at the same time. Ask again when some are answered.',
    headers: { 'retry-after': RETRY_SECONDS },
  });

/**
 * Two heavy reads at a time for each caller and three for each license manager, over all routes that are registered
 * with it: whoever asks for more waits behind the own ones, not in front of everybody else. An answer counts until it
 * is taken.
 */
export function limitHeavyReads(app: FastifyInstance): void {
  const own = new Turnstile({ atOnce: 2, ...WAITING });
  const shared = new Turnstile({ atOnce: 3, ...WAITING });

  const enter = async (request: FastifyRequest, before: number): Promise<(() => void) | null> => {
    const keys = keysOf(request);
    if (!keys) return () => {};
    const leaveOwn = await own.enter(keys.own, before);
    if (!leaveOwn || keys.shared === null) return leaveOwn;
    const leaveShared = await shared.enter(keys.shared, before);
    if (!leaveShared) leaveOwn();
    return (
      leaveShared &&
      (() => {
        leaveShared();
        leaveOwn();
      })
    );
  };

  app.addHook('onRoute', (route) => {
    const { operationId = '', querystring } = (route.schema ?? {}) as { operationId?: string; querystring?: object };
    const pages = JSON.stringify(querystring ?? {}).includes('"pageSize"');
    const always = HEAVY.has(operationId);
    if (!always && !pages) return;
    const wait = async (request: FastifyRequest, reply: { raw: NodeJS.EventEmitter & { destroyed: boolean } }) => {
      const { pageSize = 0, wait: held = 0 } = request.query as { pageSize?: number; wait?: number };
      if (held > 0 || (!always && pageSize <= LONG_PAGE)) return; // who waits for something to come reads little, and holds no place
      const leave = await enter(request, waitedMs(reply.raw));
      if (!leave) throw tooMany();
      if (reply.raw.destroyed) leave();
      else reply.raw.once('close', leave);
    };
    route.preHandler = [wait as never, ...[route.preHandler ?? []].flat()];
  });
}

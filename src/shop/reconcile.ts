import { type Context, now } from '../context.ts';
import { prepare } from '../db/prepare.ts';
import { DAY, HOUR } from '../rules/time.ts';
import { at, idOf, type Json, seconds } from './json.ts';
import { receiveObject } from './receive.ts';
import { isLinked } from './store.ts';
import { LISTS, type ListName, readPage, StripeError } from './stripe-api.ts';

/** How far back each round looks, and how often: what was paid late is found by the long one. In seconds. */
const ROUNDS = [
  { name: 'recent', back: 3 * DAY, every: HOUR },
  { name: 'deep', back: 60 * DAY, every: DAY },
] as const;
const MAX_PAGES = 200;
const FIRST_WAIT = 5 * 60;
const LONGEST_WAIT = 6 * HOUR;

type Where = Pick<Context, 'config' | 'db' | 'clock' | 'log'>;

const make = prepare((db, p: { list: string; runAt: number }) =>
  db
    .insertInto('shop_cursor')
    .values({ source: 'stripe', list: p.list, run_at: p.runAt })
    .onConflict((conflict) => conflict.columns(['source', 'list']).doNothing()),
);

/** One process takes a round: the next may, once this time has passed. */
const claim = prepare((db, p: { list: string; now: number; until: number }) =>
  db
    .updateTable('shop_cursor')
    .set({ run_at: p.until })
    .where('source', '=', 'stripe')
    .where('list', '=', p.list)
    .where('run_at', '<=', p.now)
    .returning('failures'),
);

const settle = prepare((db, p: { list: string; runAt: number; failures: number }) =>
  db
    .updateTable('shop_cursor')
    .set({ run_at: p.runAt, failures: p.failures })
    .where('source', '=', 'stripe')
    .where('list', '=', p.list),
);

/** Nothing else is asked of Stripe before this time either. */
const postpone = prepare((db, p: { runAt: number }) =>
  db.updateTable('shop_cursor').set({ run_at: p.runAt }).where('source', '=', 'stripe').where('run_at', '<', p.runAt),
);

/** What the links call what was paid: a session's invoice, if it has one. */
const paidKey = (list: ListName, object: Json): string | null =>
  list === 'invoices' ? idOf(object) : (idOf(at(object, 'invoice')) ?? idOf(object));

const KINDS: Record<ListName, string> = {
  'checkout/sessions': 'checkout.session.completed',
  invoices: 'invoice.paid',
};

/** The event that a webhook would have told, made of what the list shows. */
const eventOf = (list: ListName, object: Json) => ({
  id: `found ${idOf(object)}`,
  type: KINDS[list],
  created: seconds(at(object, 'status_transitions', 'paid_at')) ?? seconds(at(object, 'created')),
  data: { object },
});

const waitAfter = (failures: number): number => Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(failures, 10));

/** Why a round failed, for the log: never with what was sent. */
const reasonOf = (error: unknown): string => {
  if (error instanceof StripeError) return error.message;
  const { name, cause } = error as { name?: string; cause?: { code?: string } };
  return cause?.code ?? name ?? 'unknown';
};

/** A round that a process has taken, and how far it is. */
interface Work {
  round: (typeof ROUNDS)[number];
  since: number;
  failures: number;
  lists: ListName[];
  after: string | null;
  pages: number;
  found: number;
}

/** Takes the round whose time has come; null where none has, or another process has it. */
async function takeRound({ db, ...where }: Where): Promise<Work | null> {
  const started = now(where);
  for (const round of ROUNDS) {
    const [taken] = await db.write(async (tx) => {
      await make(tx, { list: round.name, runAt: started });
      return claim(tx, { list: round.name, now: started, until: started + HOUR });
    });
    const lists = Object.keys(LISTS) as ListName[];
    const work = { round, since: started - round.back, lists, after: null, pages: 0, found: 0 };
    if (taken) return { ...work, failures: taken.failures };
  }
  return null;
}

/** Reads one page, and takes what no webhook told. */
async function readNext(where: Where, api: { key: string; url: string }, work: Work): Promise<void> {
  const [list] = work.lists;
  if (!list) return;
  const { objects, next } = await readPage(api, list, { since: work.since, after: work.after });
  for (const object of objects) {
    const key = paidKey(list, object);
    if (key === null || (await isLinked(where.db.read, 'stripe', key))) continue;
    if (await receiveObject(where, 'stripe', eventOf(list, object))) work.found++;
  }
  work.pages++;
  work.after = next;
  if (next !== null && work.pages < MAX_PAGES) return;
  if (next !== null) where.log.warn({ list, pages: MAX_PAGES }, 'Stripe has more payments than are read at a time');
  Object.assign(work, { lists: work.lists.slice(1), after: null, pages: 0 });
}

/** Asks Stripe, a page each time, for payments that no webhook told of, where a key is set and it is time. */
export function reconciling(where: Where): () => Promise<boolean> {
  let work: Work | null = null;
  return async () => {
    const { stripeApi } = where.config.shops;
    work ??= stripeApi && (await takeRound(where));
    if (!stripeApi || !work) return false;
    const { round, failures } = work;
    try {
      await readNext(where, stripeApi, work);
    } catch (error) {
      work = null;
      where.log.warn(
        { reason: reasonOf(error) },
        'Stripe could not be asked for its payments; it is asked again later',
      );
      const runAt = now(where) + waitAfter(failures);
      await where.db.write(async (tx) => {
        await settle(tx, { list: round.name, runAt, failures: failures + 1 });
        await postpone(tx, { runAt });
      });
      return false;
    }
    if (work.lists.length > 0) return true;
    if (work.found > 0)
      where.log.info({ found: work.found }, 'payments were found at Stripe of which nothing had told');
    work = null;
    await where.db.write((tx) => settle(tx, { list: round.name, runAt: now(where) + round.every, failures: 0 }));
    return true;
  };
}

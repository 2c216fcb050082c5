import { commandActor } from '../../actor.ts';
import { createPerson } from '../../auth/person.ts';
import { type Context, now } from '../../context.ts';
import type { Transaction } from '../../db/database.ts';
import type { Actor } from '../../event/record.ts';
import { assign } from '../../license/assign.ts';
import { changeEnd, revoke } from '../../license/change.ts';
import { enroll } from '../../link/enroll.ts';
import { createLink } from '../../link/manage.ts';
import { join } from '../../member/member.ts';
import { managerScope } from '../../principal.ts';
import { type Email, parseEmail } from '../../rules/email.ts';
import type { Validity } from '../../rules/link.ts';
import { DAY } from '../../rules/time.ts';
import { LINK_CODES, type Seal, sealWith } from '../../seal.ts';
import { createToken } from '../../token/token.ts';
import { startOfDay } from './licenses.ts';

const MANAGER = 1001;
const command = commandActor('quickstart');

interface World {
  tx: Transaction;
  context: Context;
  seal: Seal;
  today: number;
  actors: Map<string, Actor>;
  /** The codes of the links, by name. */
  codes: Map<string, string>;
  /** The licenses that were given, by the name of who got them. */
  given: Map<string, number>;
}

type Step = (world: World, at: number) => Promise<unknown>;

const addressOf = (name: string): Email => {
  const mailbox = name.toLowerCase().replaceAll(' ', '.');
  const email = parseEmail(`${mailbox}@alder-logistics.example`);
  if (!email) throw new Error(`${name} makes no email address`);
  return email;
};

async function poolOf({ tx, today }: World, courseId: number, transferable: boolean): Promise<number> {
  const running = tx.kysely
    .selectFrom('pool')
    .select('id')
    .where('manager_id', '=', MANAGER)
    .where('course_id', '=', courseId)
    .where('transferable', '=', transferable ? 1 : 0)
    .where('start_at', '<=', today)
    .where('end_at', '>', today + DAY);
  return (await running.orderBy('start_at').limit(1).executeTakeFirstOrThrow()).id;
}

const actorOf = ({ actors }: World, name: string): Actor => actors.get(name) ?? command;

const joins =
  (name: string, role: 'manager' | 'viewer'): Step =>
  async ({ tx, actors }, at) => {
    const email = addressOf(name);
    const personId = await createPerson(tx, { name, email, passwordHash: null }, at);
    if (!personId) throw new Error(`${name} has an account`);
    await join(tx, { managerId: MANAGER, personId, email: email.key, role }, command, at);
    actors.set(name, { kind: 'person', id: personId, label: name });
  };

const makesToken =
  (by: string, name: string): Step =>
  async (world, at) => {
    const { publicUrl, secretKey } = world.context.config;
    const asked = { scope: managerScope(MANAGER), name, permission: 'write' as const };
    const issuer = { url: publicUrl, secret: secretKey };
    const { id } = await createToken(world.tx, asked, issuer, actorOf(world, by), at);
    world.actors.set(name, { kind: 'token', id, label: name });
  };

const makesLink =
  (by: string, name: string, courseId: number, licenses: number, validity: Validity | null): Step =>
  async (world, at) => {
    const poolId = await poolOf(world, courseId, true);
    const asked = {
      managerId: MANAGER,
      poolId,
      name,
      licenses,
      validity,
      minHeldDays: 1,
      recyclePolicy: 'oldest' as const,
      whenFull: 'wait' as const,
      approval: false,
      listed: false,
      extensions: 1,
      autoReassign: false,
    };
    const link = await createLink(world.tx, asked, world.seal, actorOf(world, by), () => at);
    world.codes.set(name, world.seal.decrypt(link.codeSealed) ?? '');
  };

const takesBy =
  (link: string, name: string): Step =>
  ({ tx, codes }, at) =>
    enroll(tx, { link: { code: codes.get(link) ?? '' }, email: addressOf(name), name, message: null }, () => at);

const gives =
  (by: string, name: string, courseId: number, transferable = true): Step =>
  async (world, at) => {
    const poolId = await poolOf(world, courseId, transferable);
    const whom = { managerId: MANAGER, poolId, email: addressOf(name), name };
    const asked = { ...whom, endDate: null, recycle: null, spared: [] };
    const { license } = await assign(world.tx, asked, actorOf(world, by), () => at);
    world.given.set(name, license.id);
  };

const takesBack =
  (by: string, name: string): Step =>
  (world, at) =>
    revoke(world.tx, { managerId: MANAGER, id: world.given.get(name) ?? 0 }, actorOf(world, by), () => at);

const moves =
  (by: string, name: string, days: number): Step =>
  (world, at) => {
    const asked = { managerId: MANAGER, id: world.given.get(name) ?? 0, endDate: world.today + days * DAY };
    return changeEnd(world.tx, asked, actorOf(world, by), () => at);
  };

const [PETRA, LENA, SAMIR, HR] = ['Petra Lindholm', 'Lena Brandt', 'Samir Khoury', 'HR system'];

/** What people, a program and links did in the last weeks: the days before today, in their order. */
const lastWeeks: [daysAgo: number, step: Step][] = [
  [29, joins(PETRA, 'manager')],
  [28, joins(LENA, 'manager')],
  [28, joins(SAMIR, 'viewer')],
  [27, makesToken(PETRA, HR)],
  [26, makesLink(PETRA, 'Python evening group', 104, 12, { count: 3, unit: 'month' })],
  [25, takesBy('Python evening group', 'Ilse Vermeer')],
  [24, takesBy('Python evening group', 'Bruno Castelli')],
  [22, gives(HR, 'Maren Holt', 101)],
  [20, makesLink(PETRA, 'New analysts', 101, 14, null)],
  [18, takesBy('New analysts', 'Dario Fontana')],
  [16, gives(LENA, 'Yvonne Laurent', 103, false)],
  [13, takesBy('Python evening group', 'Signe Aalto')],
  [11, gives(HR, 'Owen Pritchard', 101)],
  [8, moves(LENA, 'Maren Holt', 20)],
  [6, takesBy('New analysts', 'Clara Estevez')],
  [4, takesBack(PETRA, 'Owen Pritchard')],
  [2, gives(LENA, 'Tomoko Arai', 104)],
  [1, takesBy('New analysts', 'Jonas Wirth')],
];

/** Nobody is written to about what happened before. */
const forgetMails = (tx: Transaction, today: number) =>
  tx.kysely
    .deleteFrom('outbox')
    .where('channel', '=', 'mail')
    .where('created_at', '<', today * 1000)
    .execute();

/** Tells the last weeks of the sample world: they are done as anything is done, each at its time. */
export async function addSampleHistory(tx: Transaction, context: Context): Promise<void> {
  const today = startOfDay(now(context));
  const seal = sealWith(context.keys, LINK_CODES);
  const world: World = { tx, context, seal, today, actors: new Map(), codes: new Map(), given: new Map() };
  for (const [daysAgo, step] of lastWeeks) await step(world, today - daysAgo * DAY + 9 * 3600 + daysAgo * 613);
  await forgetMails(tx, today);
}

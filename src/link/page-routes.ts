import { type Static, Type } from 'typebox';
import { readEmail, readPersonName } from '../auth/fields.ts';
import { type Quota, spend } from '../auth/quota.ts';
import { visitorOf } from '../auth/require-session.ts';
import { Done } from '../auth/schema.ts';
import { mailEnrollLink } from '../auth/sign-in-link.ts';
import { network } from '../auth/throttle.ts';
import { clockOf, now, type ServerContext } from '../context.ts';
import { sha256 } from '../crypto.ts';
import type { Queries } from '../db/database.ts';
import { Refusal } from '../errors.ts';
import { operation } from '../http/operation.ts';
import { orNull, ref } from '../http/schema.ts';
import { License } from '../license/schema.ts';
import { getManager } from '../manager/manager.ts';
import { getPool } from '../pool/pool.ts';
import { Message } from '../request/schema.ts';
import { domainAllowed } from '../rules/email.ts';
import { wantedLanguage } from '../rules/language.ts';
import { codeOf, linkEnd, linkRefusal, linkState } from '../rules/link.ts';
import { mailboxOf } from '../rules/mailbox.ts';
import { isoTime } from '../rules/time.ts';
import { enroll } from './enroll.ts';
import { Enrolled as EnrolledSchema, toEnrolled } from './enrolled-schema.ts';
import { findLink, type Link, reassignableOf } from './link.ts';
import { LinkPage } from './schema.ts';
import { type VisitorOfLink, visitorOfLink } from './visitor.ts';

const CodePath = Type.Object({ code: Type.String({ maxLength: 100 }) });
const RequestBody = Type.Object(
  {
    email: Type.String({ maxLength: 1000 }),
    name: Type.Optional(orNull(Type.String({ maxLength: 1000 }))),
  },
  { additionalProperties: false },
);
const EnrollBody = Type.Object({ message: Type.Optional(orNull(Message)) }, { additionalProperties: false });

/** Where people meet a link: what it gives, the mail that proves an address, and taking a license by it. */
export const showLink = operation(
  { schema: { hide: true, params: CodePath, response: { 200: LinkPage } } },
  async (context, request) => {
    const { db } = context;
    const at = now(context);
    const link = await findLink(db.read, request.params.code, at);
    const { manager, pool, reassignable } = await stateOf(db.read, link, at);
    const email = request.visitor && readEmail(request.visitor.email);
    const visitor = email && (await visitorOfLink(db.read, { link, manager, email }, at));
    return {
      course: { title: link.course.title },
      manager: { name: manager.name },
      transferable: link.transferable,
      validity: link.validity,
      poolStart: isoTime(pool.start),
      poolEnd: isoTime(pool.end),
      end: isoTime(linkEnd(link.validity, pool.end, at)),
      whenFull: link.whenFull,
      approval: link.approval,
      state: manager.suspended ? ('paused' as const) : linkState(link, pool, reassignable, at),
      domains: link.transferable ? manager.allowedDomains : null,
      visitor: visitor && toVisitorView(visitor),
    };
  },
);

/** Mails the way in to somebody who asks to enroll. */
export const requestEnrollment = operation(
  { schema: { hide: true, params: CodePath, body: RequestBody, response: { 200: Done } } },
  async (context, request) => {
    const { auth, db } = context;
    const { code } = request.params;
    const link = await findLink(db.read, code, now(context));
    const { email, name } = readRequest(request.body);
    const { manager, refusal } = await stateOf(db.read, link, now(context));
    if (manager.suspended) throw new Refusal('manager_suspended');
    if (refusal === 'link_closed' || refusal === 'link_paused') throw new Refusal(refusal);
    if (link.transferable && !domainAllowed(email.domain, manager.allowedDomains))
      throw new Refusal('domain_not_allowed');
    const full = refusal === 'link_used_up' || refusal === 'no_available_licenses';
    if (refusal !== null && !(full && (link.approval || link.whenFull === 'wait'))) throw new Refusal(refusal);
    await limitMails(context, { linkId: link.id, to: email.key, from: network(request.ip) });
    const language = wantedLanguage(request.headers['accept-language']);
    const told = { course: link.course.title, managerId: link.managerId, language };
    await mailEnrollLink(auth, { email: email.key, ...(name ? { name } : {}), next: `/l/${codeOf(code)}`, ...told });
    return { status: true };
  },
);

/** Takes a license by a link; or a place on its waiting list, or, where it gives after approval, asks for one. */
export const enrollByLink = operation(
  {
    schema: { hide: true, params: CodePath, body: EnrollBody, response: { 200: ref(License), 202: EnrolledSchema } },
  },
  async (context, request, reply) => {
    const visitor = visitorOf(request);
    const message = request.body.message?.trim() || null;
    const link = { code: request.params.code };
    const asked = { link, email: readEmail(visitor.email), name: visitor.name || 'Student', message };
    const { status, body } = await context.db.write(async (tx) =>
      toEnrolled(tx, await enroll(tx, asked, clockOf(context)), now(context)),
    );
    return reply.code(status).send(body as never);
  },
);

const toVisitorView = ({ held, refusal }: VisitorOfLink) => ({
  held: held && { courseId: String(held.courseId), manager: held.manager, end: isoTime(held.end) },
  refusal,
});

const readRequest = ({ email, name }: Static<typeof RequestBody>) => ({
  email: readEmail(email),
  name: name == null || name.trim() === '' ? '' : readPersonName(name),
});

/** The license manager of a link, its pool, and why it gives nothing to anybody new. */
async function stateOf(db: Queries, link: Link, at: number) {
  const manager = await getManager(db, link.managerId);
  const pool = await getPool(db, link.managerId, link.poolId, at);
  const reassignable = (await reassignableOf(db, link, at)) !== null;
  return { manager, pool, reassignable, refusal: linkRefusal(link, pool, reassignable, at) };
}

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

/**
 * What may be mailed: few to one mailbox, whatever its addresses, by whatever link; by one link as many to a network as a room of people needs,
 * and in all so many that one network cannot use them up. Only mails that are sent count.
 */
const mailQuotas = ({ linkId, to, from }: { linkId: number; to: string; from: string }): Quota[] => {
  const [recipient, network] = [sha256(mailboxOf(to)), sha256(`${linkId} ${from}`)];
  return [
    { subject: `enroll-to:${recipient}`, most: 3, seconds: 10 * MINUTE },
    { subject: `enroll-to-day:${recipient}`, most: 20, seconds: DAY },
    { subject: `enroll-from:${network}`, most: 100, seconds: MINUTE },
    { subject: `enroll-from-day:${network}`, most: 1000, seconds: DAY },
    { subject: `enroll-link:${linkId}`, most: 300, seconds: MINUTE },
    { subject: `enroll-link-day:${linkId}`, most: 5000, seconds: DAY },
  ];
};

const limitMails = (context: ServerContext, asked: Parameters<typeof mailQuotas>[0]): Promise<void> =>
  context.db.write((tx) => spend(tx, mailQuotas(asked), now(context)));

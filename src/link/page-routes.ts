import { type Static, Type } from 'typebox';
import { slowly } from '../account/attempts.ts';
import { readEmail, readName } from '../account/fields.ts';
import type { LazyAuth } from '../account/lazy-auth.ts';
import { mailEnrollLink } from '../account/sign-in-link.ts';
import { now, type ServerContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import type { App } from '../http/app-type.ts';
import { orNull } from '../http/schema.ts';
import { visitorOf } from '../http/session.ts';
import { toLicenseView } from '../license/schema.ts';
import { getManager } from '../manager/manager.ts';
import { getPool } from '../pool/pool.ts';
import { domainAllowed } from '../rules/email.ts';
import { codeOf, linkState } from '../rules/link.ts';
import { decideRate } from '../rules/rate.ts';
import { isoTime } from '../rules/time.ts';
import { enroll } from './enroll.ts';
import { findLink, oldestOfLink } from './link.ts';

/** Mails that one link may send in a minute, however many people and addresses ask. */
const MAILS_A_MINUTE = 120;

const CodePath = Type.Object({ code: Type.String({ maxLength: 100 }) });
const RequestBody = Type.Object(
  {
    email: Type.String({ maxLength: 1000 }),
    name: Type.Optional(orNull(Type.String({ maxLength: 1000 }))),
  },
  { additionalProperties: false },
);
const NoMembers = Type.Object({}, { additionalProperties: false });

/** Where people meet a link: what it gives, the mail that proves an address, and taking a license by it. */
export function linkPageRoutes(app: App, context: ServerContext, auth: LazyAuth): void {
  const { db } = context;

  app.get('/links/:code', { schema: { hide: true, params: CodePath } }, async (request) => {
    const at = now(context);
    const link = await findLink(db.read, request.params.code, at);
    const manager = await getManager(db.read, link.managerId);
    const pool = await getPool(db.read, link.managerId, link.poolId, at);
    const reassignable = link.autoReassign && (await oldestOfLink(db.read, link.id, at)) !== null;
    return {
      course: { title: link.course.title },
      manager: { name: manager.name },
      transferable: link.transferable,
      validity: link.validity,
      poolEnd: isoTime(pool.end),
      state: linkState(link, pool, reassignable, at),
      domains: link.transferable ? manager.allowedDomains : null,
    };
  });

  app.post('/links/:code/request', { schema: { hide: true, params: CodePath, body: RequestBody } }, async (request) => {
    const { code } = request.params;
    const link = await findLink(db.read, code, now(context));
    if (link.deleted) throw new Refusal('link_closed');
    const { email, name } = readRequest(request.body);
    const manager = await getManager(db.read, link.managerId);
    if (link.transferable && !domainAllowed(email.domain, manager.allowedDomains))
      throw new Refusal('domain_not_allowed');
    await limitMails(context, link.id);
    // A whole room may ask from one network at the same time, so the network counts only together with the address.
    const asked = { kind: 'mail', account: email.key, address: `${request.ip} ${email.key}` } as const;
    await slowly(context, asked, async () => ({ good: false, known: false, value: null }));
    const told = { course: link.course.title, manager: manager.name };
    await mailEnrollLink(auth, { email: email.key, ...(name ? { name } : {}), next: `/l/${codeOf(code)}`, ...told });
    return { status: true };
  });

  app.post('/links/:code/enroll', { schema: { hide: true, params: CodePath, body: NoMembers } }, async (request) => {
    const visitor = visitorOf(request);
    const asked = { code: request.params.code, email: readEmail(visitor.email), name: visitor.name || 'Student' };
    const license = await db.write((tx) => enroll(tx, asked, () => now(context)));
    return toLicenseView(license, now(context));
  });
}

const readRequest = ({ email, name }: Static<typeof RequestBody>) => ({
  email: readEmail(email),
  name: name == null || name.trim() === '' ? '' : readName(name),
});

/** Counted for all processes, in the log of requests, where license managers have positive numbers. */
async function limitMails({ rateLog }: ServerContext, linkId: number): Promise<void> {
  const { allowed, resetSeconds } = await rateLog(-linkId, (hits, at) => decideRate(hits, at, MAILS_A_MINUTE));
  if (!allowed) throw new Refusal('rate_limited', { headers: { 'retry-after': String(resetSeconds) } });
}

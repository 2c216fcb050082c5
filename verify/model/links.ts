import { domainToUnicode } from 'node:url';
import { API } from '../support/http.ts';
import type { Driver } from './driver.ts';
import { absent, type ModelLink, type ModelManager, refused } from './state.ts';
import { licenseView, linkView, reads } from './views.ts';

const LINK = /^[0-9a-f]{32}$/;

export async function createLink(driver: Driver): Promise<void> {
  const { model, chance } = driver;
  const manager = driver.manager();
  const { id: poolId } = chance.pick(model.pools);
  const { token, refusal } = driver.caller(manager);
  const licenses = chance.pick([1, 1, 2, 3, 6]);
  const autoReassign = chance.maybe(0.5);
  const validity = chance.maybe(0.5)
    ? { count: chance.whole(1, 3), unit: chance.pick(['day', 'week', 'month'] as const) }
    : null;
  const minHeldDays = chance.pick([0, 0, 1, 3]);
  const body = { poolId, licenses, autoReassign, validity, minHeldDays, whenFull: 'refuse' };
  await driver.change({ method: 'POST', path: `${API}/links`, token, body }, (reply) => {
    const pool = model.pool(manager.id, poolId);
    if (refusal) return driver.compare('link', reply, refusal);
    if (!pool) return driver.compare('link', reply, absent);
    if (pool.end <= model.now) return driver.compare('link', reply, refused('pool_not_running'));
    if (licenses > pool.licenses || (autoReassign && !pool.transferable))
      return driver.compare('link', reply, refused('invalid_request'));
    const { id, url = '', code = '' } = reply.json() ?? {};
    if (!LINK.test(code) || !String(url).endsWith(`/l/${code}`))
      driver.failures.add(`command ${driver.commands}: a link with the address ${url}`);
    const secret = { url, code };
    const terms = { licenses, autoReassign, validity, minHeldDays };
    const link = { id: Number(id), pool, ...terms, secret, created: model.now, deleted: null };
    model.links.push(link);
    driver.compare('link', reply, { status: 200, body: linkView(model, link) });
  });
}

/** Mostly one that is open. */
function anyLink(driver: Driver): ModelLink | undefined {
  const { model, chance } = driver;
  const open = model.links.filter((link) => link.deleted === null);
  const from = open.length > 0 && chance.maybe(0.9) ? open.slice(-8) : model.links;
  return from.length > 0 ? chance.pick(from) : undefined;
}

/** A person whose address is proven takes a license by a link. */
export async function enroll(driver: Driver): Promise<void> {
  const { model, chance, subject } = driver;
  const known = driver.addresses.filter(({ key }) => key !== null);
  const { key, domain } = chance.pick(known);
  const shown = key?.replace(domain, domainToUnicode(domain)) ?? '';
  const to = { text: key ?? '', key, shown, domain };
  const link = chance.maybe(0.03) ? undefined : anyLink(driver);
  const headers = await subject.visitor(to.text);
  const path = `/api/app/links/${link?.secret.code ?? 'f'.repeat(32)}/enroll`;
  const reply = await subject.http.send({ method: 'POST', path, headers, body: {} });
  if (!link) return driver.compare('enroll', reply, absent);
  const why = model.whyNotEnroll(link, to);
  if (why) return driver.compare(`enroll ${to.text} by ${link.id}`, reply, refused(why));
  const answer = reply.json() ?? {};
  const again = model.reassigns(link);
  const ids = { license: Number(answer.id), student: Number(answer.student?.id) };
  const license = model.enroll(link, to, ids);
  const body = licenseView(model, license);
  driver.compare(`${again ? 'reassign' : 'enroll'} ${to.text} by ${link.id}`, reply, { status: 200, body });
}

export async function deleteLink(driver: Driver): Promise<void> {
  const { model, chance } = driver;
  const manager = driver.manager();
  const { token, refusal } = driver.caller(manager);
  const id = anyLink(driver)?.id ?? 9_000_000_000_000_000;
  const revoke = chance.maybe(0.5);
  await driver.change({ method: 'DELETE', path: `${API}/links/${id}?revoke=${revoke}`, token }, (reply) => {
    const link = model.link(manager.id, id);
    if (refusal) return driver.compare('unlink', reply, refusal);
    if (!link) return driver.compare('unlink', reply, absent);
    if (link.deleted !== null && !revoke) return driver.compare('unlink', reply, refused('link_closed'));
    link.deleted ??= model.now;
    if (revoke && link.pool.transferable)
      for (const license of model.ofLink(link).filter(model.active)) model.end(license);
    driver.compare('unlink', reply, { status: 200, body: linkView(model, link) });
  });
}

export async function compareLinks(driver: Driver, manager: ModelManager, deleted: boolean): Promise<void> {
  const page = { page: driver.chance.whole(1, 2), pageSize: driver.chance.pick([1, 5, 1000]), includeInactive: true };
  const path = `${API}/links?status=${deleted ? 'deleted' : 'active'}&page=${page.page}&pageSize=${page.pageSize}`;
  const token = driver.subject.tokens.get(manager.id)?.read as string;
  const reply = await driver.subject.http.send({ path, token });
  driver.compare('links', reply, reads.links(driver.model, manager.id, deleted, page));
}

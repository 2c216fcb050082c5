import { DAY } from '../../src/rules/time.ts';
/**
 * The rules of the contract once more, in the plainest words, sharing nothing with the server: lists that are searched
 * from end to end. Times in seconds.
 */

export interface ModelManager {
  id: number;
  name: string;
  email: string;
  domains: string[];
}

export interface ModelPool {
  id: number;
  manager: number;
  course: number;
  transferable: boolean;
  licenses: number;
  start: number;
  end: number;
}

export interface ModelStudent {
  id: number;
  key: string;
  name: string;
  email: string;
}

export interface ModelLicense {
  id: number;
  pool: ModelPool;
  student: ModelStudent;
  start: number;
  end: number;
  /** Ended for good, by whatever. */
  over: boolean;
  link: ModelLink | null;
}

export interface ModelLink {
  id: number;
  pool: ModelPool;
  licenses: number;
  autoReassign: boolean;
  validity: { count: number; unit: 'day' | 'week' | 'month' } | null;
  minHeldDays: number;
  /** As the server made them. */
  secret: { url: string; code: string };
  created: number;
  deleted: number | null;
}

export interface ModelAddress {
  text: string;
  /** Null: no address at all. */
  key: string | null;
  /** As the server shows it. */
  shown: string;
  domain: string;
}

/** What one command is answered with; `body` only where it is not a refusal. */
export interface Expected {
  status: number;
  code?: string;
  body?: unknown;
}

export const refused = (code: string): Expected => ({ status: 400, code });
export const absent: Expected = { status: 404, code: 'not_found' };

/** Months go to the same day of the month, or to its last. */
function later(now: number, { count, unit }: { count: number; unit: 'day' | 'week' | 'month' }): number {
  if (unit !== 'month') return now + count * DAY * (unit === 'week' ? 7 : 1);
  const [from, time] = [new Date(now * 1000), now % DAY];
  const [year, month] = [from.getUTCFullYear(), from.getUTCMonth() + count];
  const days = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(from.getUTCDate(), days)) / 1000 + time;
}

export class Model {
  now = 0;
  managers: ModelManager[] = [];
  courses: { id: number; title: string }[] = [];
  pools: ModelPool[] = [];
  students: ModelStudent[] = [];
  licenses: ModelLicense[] = [];
  links: ModelLink[] = [];

  active = (license: ModelLicense): boolean => !license.over && license.start <= this.now && this.now < license.end;

  ofPool = (pool: ModelPool): ModelLicense[] => this.licenses.filter((license) => license.pool === pool);

  running = (pool: ModelPool): boolean => pool.start <= this.now && this.now < pool.end;

  assigned(pool: ModelPool): number {
    const all = this.ofPool(pool);
    return pool.transferable ? all.filter((license) => !license.over && license.end > this.now).length : all.length;
  }

  available = (pool: ModelPool): number => (this.running(pool) ? pool.licenses - this.assigned(pool) : 0);

  pool = (manager: number, id: number): ModelPool | undefined =>
    this.pools.find((pool) => pool.id === id && pool.manager === manager);

  license = (manager: number, id: number): ModelLicense | undefined =>
    this.licenses.find((license) => license.id === id && license.pool.manager === manager);

  student = (key: string): ModelStudent | undefined => this.students.find((student) => student.key === key);

  /** Why an assignment is refused, in the order of the contract; null where it is not. */
  whyNotAssign(
    pool: ModelPool,
    to: ModelAddress,
    endDate: number | null,
    recycle: boolean,
    given: ReadonlySet<number> = new Set(),
  ): string | null {
    const manager = this.managers.find(({ id }) => id === pool.manager);
    const same = this.licenses.filter(
      ({ student, pool: { course } }) => student.key === to.key && course === pool.course,
    );
    const full = this.available(pool) <= 0;
    if (!this.running(pool)) return 'pool_not_running';
    if (endDate !== null && endDate <= this.now) return 'end_date_in_past';
    if (pool.transferable && !manager?.domains.includes(to.domain)) return 'domain_not_allowed';
    if (same.some(this.active)) return 'already_enrolled';
    if (full && recycle && !pool.transferable) return 'recycle_not_allowed';
    if (full && !(recycle && this.oldest(pool, given))) return 'no_available_licenses';
    // the clock was stepped back, and the student's license is to begin again
    if (same.some((license) => !license.over && license.end > this.now)) return 'already_enrolled';
    return null;
  }

  /** The license that is taken back first; none that the same request gave. */
  oldest(pool: ModelPool, given: ReadonlySet<number> = new Set()): ModelLicense | undefined {
    return this.ofPool(pool)
      .filter((license) => this.active(license) && !given.has(license.id))
      .sort((a, b) => a.start - b.start || a.id - b.id)[0];
  }

  /** Does what `whyNotAssign` has nothing against. The ids are the server's. */
  assign(
    pool: ModelPool,
    to: ModelAddress,
    name: string,
    endDate: number | null,
    ids: { license: number; student: number },
    given: ReadonlySet<number> = new Set(),
  ): ModelLicense {
    if (this.available(pool) <= 0) this.end(this.oldest(pool, given) as ModelLicense);
    return this.give(pool, to, name, endDate === null ? pool.end : Math.min(endDate, pool.end), ids, null);
  }

  give(
    pool: ModelPool,
    to: ModelAddress,
    name: string,
    end: number,
    ids: { license: number; student: number },
    link: ModelLink | null,
  ): ModelLicense {
    let student = this.student(to.key as string);
    if (!student) {
      student = { id: ids.student, key: to.key as string, name, email: to.shown };
      this.students.push(student);
    }
    const license = { id: ids.license, pool, student, start: this.now, end, over: false, link };
    this.licenses.push(license);
    return license;
  }

  link = (manager: number, id: number): ModelLink | undefined =>
    this.links.find((link) => link.id === id && link.pool.manager === manager);

  ofLink = (link: ModelLink): ModelLicense[] => this.licenses.filter((license) => license.link === link);

  used(link: ModelLink): number {
    const all = this.ofLink(link);
    return link.pool.transferable
      ? all.filter((license) => !license.over && license.end > this.now).length
      : all.length;
  }

  oldestOfLink(link: ModelLink): ModelLicense | undefined {
    return this.ofLink(link)
      .filter((license) => this.active(license) && license.start <= this.now - link.minHeldDays * 86_400)
      .sort((a, b) => a.start - b.start || a.id - b.id)[0];
  }

  /** Whether the link takes a license back that it gave, for the next person. */
  reassigns(link: ModelLink): boolean {
    const none = this.used(link) >= link.licenses || this.available(link.pool) <= 0;
    return none && link.pool.transferable && link.autoReassign && this.oldestOfLink(link) !== undefined;
  }

  /** Why a link gives a person nothing, in the order of the rules; null where it gives. */
  whyNotEnroll(link: ModelLink, to: ModelAddress): string | null {
    const { pool } = link;
    const manager = this.managers.find(({ id }) => id === pool.manager);
    const same = this.licenses.filter(
      ({ student, pool: { course } }) => student.key === to.key && course === pool.course,
    );
    if (link.deleted !== null) return 'link_closed';
    if (!this.running(pool)) return 'pool_not_running';
    if (pool.transferable && !manager?.domains.includes(to.domain)) return 'domain_not_allowed';
    if (same.some(this.active)) return 'already_enrolled';
    if (this.used(link) >= link.licenses && !this.reassigns(link)) return 'link_used_up';
    if (this.available(pool) <= 0 && !this.reassigns(link)) return 'no_available_licenses';
    if (same.some((license) => !license.over && license.end > this.now)) return 'already_enrolled';
    return null;
  }

  enroll(link: ModelLink, to: ModelAddress, ids: { license: number; student: number }): ModelLicense {
    if (this.reassigns(link)) this.end(this.oldestOfLink(link) as ModelLicense);
    const end = link.validity ? Math.min(later(this.now, link.validity), link.pool.end) : link.pool.end;
    return this.give(link.pool, to, 'Visitor', end, ids, link);
  }

  end(license: ModelLicense): void {
    license.end = this.now;
    license.over = true;
  }

  /** Answers the refusal, or null after the change. */
  edit(license: ModelLicense, endDate: number): string | null {
    if (!this.active(license)) return 'license_inactive';
    if (!license.pool.transferable) return 'license_not_editable';
    if (endDate <= this.now) this.end(license);
    else license.end = Math.min(endDate, license.pool.end);
    return null;
  }

  revoke(license: ModelLicense): string | null {
    if (!this.active(license)) return 'license_inactive';
    if (!license.pool.transferable) return 'license_not_revokable';
    this.end(license);
    return null;
  }

  /** What has run out by now is over, and no earlier clock brings it back. */
  sweep(): void {
    for (const license of this.licenses) if (license.end <= this.now) license.over = true;
  }
}

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

export class Model {
  now = 0;
  managers: ModelManager[] = [];
  courses: { id: number; title: string }[] = [];
  pools: ModelPool[] = [];
  students: ModelStudent[] = [];
  licenses: ModelLicense[] = [];

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
  whyNotAssign(pool: ModelPool, to: ModelAddress, endDate: number | null, recycle: boolean): string | null {
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
    if (full && !(recycle && this.oldest(pool))) return 'no_available_licenses';
    // the clock was stepped back, and the student's license is to begin again
    if (same.some((license) => !license.over && license.end > this.now)) return 'already_enrolled';
    return null;
  }

  oldest(pool: ModelPool): ModelLicense | undefined {
    return this.ofPool(pool)
      .filter(this.active)
      .sort((a, b) => a.start - b.start || a.id - b.id)[0];
  }

  /** Does what `whyNotAssign` has nothing against. The ids are the server's. */
  assign(
    pool: ModelPool,
    to: ModelAddress,
    name: string,
    endDate: number | null,
    ids: { license: number; student: number },
  ): ModelLicense {
    if (this.available(pool) <= 0) this.end(this.oldest(pool) as ModelLicense);
    let student = this.student(to.key as string);
    if (!student) {
      student = { id: ids.student, key: to.key as string, name, email: to.shown };
      this.students.push(student);
    }
    const end = endDate === null ? pool.end : Math.min(endDate, pool.end);
    const license = { id: ids.license, pool, student, start: this.now, end, over: false };
    this.licenses.push(license);
    return license;
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

import { DAY } from '../../src/rules/time.ts';
import type { Chance } from '../support/chance.ts';
import { API, type Ask, type Http, type Reply } from '../support/http.ts';
import type { Failures } from '../support/proof.ts';
import { assignMany, revokeMany } from './bulk.ts';
import { compareLinks, createLink, deleteLink, enroll } from './links.ts';
import { absent, type Expected, type Model, type ModelAddress, type ModelManager, refused } from './state.ts';
import { licenseView, type Page, reads } from './views.ts';

/** What the driver needs of the server under test. */
export interface Subject {
  http: Http;
  /** Tokens by manager: one that may write, one that may only read, one that was deleted. */
  tokens: Map<number, { write: string; read: string; dead: string }>;
  /** Headers of a browser in which the person with this address is signed in. */
  visitor(email: string): Promise<Record<string, string>>;
  setClock(seconds: number): void;
  /** Ends all that has run out. */
  sweep(): Promise<void>;
  addPool(model: Model, pool: Model['pools'][number]): Promise<void>;
}

const day = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 10);
const startOfDay = (seconds: number) => Math.floor(seconds / DAY) * DAY;

/** Gives random commands to the server and to the model, and compares every answer. */
export class Driver {
  readonly seen = new Map<string, number>();
  commands = 0;
  readonly subject: Subject;
  readonly model: Model;
  readonly chance: Chance;
  readonly failures: Failures;
  readonly addresses: ModelAddress[];
  #key = 0;

  constructor(subject: Subject, model: Model, chance: Chance, failures: Failures, addresses: ModelAddress[]) {
    this.subject = subject;
    this.model = model;
    this.chance = chance;
    this.failures = failures;
    this.addresses = addresses;
  }

  async step(): Promise<void> {
    const kind = this.chance.weighted({
      ...{ assign: 34, edit: 12, revoke: 8, read: 20, forward: 10, back: 1, pool: 1 },
      ...{ bulk: 3, revokeMany: 2, link: 3, enroll: 12, unlink: 1.5, links: 2 },
    });
    this.commands++;
    if (kind === 'bulk') return assignMany(this);
    if (kind === 'revokeMany') return revokeMany(this);
    if (kind === 'link') return createLink(this);
    if (kind === 'enroll') return enroll(this);
    if (kind === 'unlink') return deleteLink(this);
    if (kind === 'links') return compareLinks(this, this.manager(), this.chance.maybe(0.5));
    if (kind === 'assign') return this.#assign();
    if (kind === 'edit') return this.#edit();
    if (kind === 'revoke') return this.#revoke();
    if (kind === 'read') return this.#read();
    if (kind === 'pool') return this.#addPool();
    return this.#moveClock(kind === 'back');
  }

  /** Compares everything that can be seen, of every manager. */
  async compareAll(): Promise<void> {
    const page = { page: 1, pageSize: 1000, includeInactive: true };
    for (const manager of this.model.managers) {
      for (const name of ['me', 'pools', 'courses', 'licenses', 'students'] as const)
        await this.#compareRead(name, manager, 0, page);
      await this.#compareRead('licenses', manager, 0, { ...page, includeInactive: false });
      await this.#compareRead('students', manager, 0, { ...page, includeInactive: false });
      for (const deleted of [false, true]) await compareLinks(this, manager, deleted);
    }
  }

  manager = (): ModelManager => this.chance.pick(this.model.managers);

  /** Mostly a caller who may do everything. */
  caller(manager: ModelManager): { token: string; refusal: Expected | null } {
    const tokens = this.subject.tokens.get(manager.id);
    if (!tokens) throw new Error(`no tokens for manager ${manager.id}`);
    const kind = this.chance.weighted({ write: 50, read: 1, dead: 1 });
    const refusal = {
      write: null,
      read: { status: 403, code: 'forbidden' },
      dead: { status: 401, code: 'unauthorized' },
    }[kind];
    return { token: tokens[kind], refusal };
  }

  note(command: string, { status, code }: Expected): void {
    const pair = `${command} → ${code ?? status}`;
    this.seen.set(pair, (this.seen.get(pair) ?? 0) + 1);
  }

  compare(what: string, reply: Reply, expected: Expected): void {
    this.note(what.split(' ')[0] as string, expected);
    const same =
      reply.status === expected.status &&
      (expected.code === undefined
        ? reply.text === JSON.stringify(expected.body)
        : reply.json()?.code === expected.code);
    if (same) return;
    const wanted = expected.code ?? JSON.stringify(expected.body);
    this.failures.add(
      `command ${this.commands}, ${what}: ${reply.status} ${reply.text.slice(0, 600)} instead of ${expected.status} ${wanted.slice(0, 600)}`,
    );
  }

  /** Sends a change; now and then twice with one key, where the second time has to bring the first answer. */
  async change(ask: Ask, check: (reply: Reply) => void): Promise<void> {
    const twice = this.chance.maybe(0.1);
    const headers: Record<string, string> = twice ? { 'idempotency-key': `model-${this.#key++}` } : {};
    const reply = await this.subject.http.send({ ...ask, headers });
    check(reply);
    if (!twice) return;
    const again = await this.subject.http.send({ ...ask, headers });
    if (reply.status !== 200) return check(again);
    if (again.text !== reply.text || again.headers['idempotent-replayed'] !== 'true') {
      this.failures.add(
        `command ${this.commands}: a repeated key was answered ${again.status} ${again.text.slice(0, 300)}`,
      );
    }
  }

  date(): { text: string; value: number | null } {
    const { now } = this.model;
    const kind = this.chance.weighted({ near: 10, far: 3, today: 2, past: 2, wrong: 1 });
    if (kind === 'wrong')
      return { text: this.chance.pick(['2024-02-30', '24-01-01', '2024-13-01', 'tomorrow', '']), value: null };
    const days = { near: this.chance.whole(1, 20), far: 2000, today: 0, past: -this.chance.whole(1, 400) }[kind];
    const value = startOfDay(now) + days * DAY;
    return { text: day(value), value };
  }

  async #assign(): Promise<void> {
    const chance = this.chance;
    const manager = this.manager();
    const { id: poolId } = chance.pick(this.model.pools);
    const { token, refusal } = this.caller(manager);
    const to = chance.pick(this.addresses);
    const date = chance.maybe(0.3) ? this.date() : null;
    const name = chance.maybe(0.3) ? chance.pick(['  Ada Lovelace ', 'Zoë', '', 'x'.repeat(201)]) : null;
    const recycle = chance.maybe(0.25);
    const extra = chance.maybe(0.01);
    const body = {
      email: to.text,
      ...(date ? { endDate: date.text } : {}),
      ...(name !== null ? { name } : {}),
      ...(recycle ? { recycle } : {}),
      ...(extra ? { seat: 1 } : {}),
    };
    const wrong =
      extra ||
      to.key === null ||
      (date && date.value === null) ||
      (name !== null && (name.length > 200 || name === ''));
    await this.change({ method: 'POST', path: `${API}/pool/${poolId}/license`, token, body }, (reply) => {
      const pool = this.model.pool(manager.id, poolId);
      if (refusal) return this.compare('assign', reply, refusal);
      if (wrong) return this.compare('assign', reply, refused('invalid_request'));
      if (!pool) return this.compare('assign', reply, absent);
      const why = this.model.whyNotAssign(pool, to, date?.value ?? null, recycle);
      if (why) return this.compare(`assign to ${to.text}`, reply, refused(why));
      const answer = reply.json() ?? {};
      const ids = { license: answer.id, student: answer.student?.id };
      if (this.model.licenses.some(({ id }) => id >= ids.license))
        this.failures.add(`command ${this.commands}: license id ${ids.license} is not new`);
      const recycled = this.model.available(pool) <= 0;
      const license = this.model.assign(pool, to, name?.trim() ?? 'Student', date?.value ?? null, ids);
      this.compare(`${recycled ? 'recycle' : 'assign'} to ${to.text}`, reply, {
        status: 200,
        body: licenseView(this.model, license, true),
      });
    });
  }

  /** Mostly a license of the manager; sometimes one of somebody else, or none. */
  licenseId(manager: ModelManager): number {
    const own = this.model.licenses.filter((license) => license.pool.manager === manager.id);
    const others = this.model.licenses.filter((license) => license.pool.manager !== manager.id);
    if (own.length > 0 && this.chance.maybe(0.9)) return this.chance.pick(own.slice(-30)).id;
    return others.length > 0 && this.chance.maybe(0.7) ? this.chance.pick(others).id : 9_000_000_000_000_000;
  }

  async #edit(): Promise<void> {
    const manager = this.manager();
    const { token, refusal } = this.caller(manager);
    const id = this.licenseId(manager);
    const date = this.date();
    await this.change(
      { method: 'PATCH', path: `${API}/license/${id}`, token, body: { endDate: date.text } },
      (reply) => {
        const license = this.model.license(manager.id, id);
        if (refusal) return this.compare('edit', reply, refusal);
        if (date.value === null) return this.compare('edit', reply, refused('invalid_request'));
        if (!license) return this.compare('edit', reply, absent);
        const why = this.model.edit(license, date.value);
        this.compare(`edit ${id}`, reply, why ? refused(why) : { status: 200, body: licenseView(this.model, license) });
      },
    );
  }

  async #revoke(): Promise<void> {
    const manager = this.manager();
    const { token, refusal } = this.caller(manager);
    const id = this.licenseId(manager);
    await this.change({ method: 'DELETE', path: `${API}/license/${id}`, token }, (reply) => {
      const license = this.model.license(manager.id, id);
      if (refusal) return this.compare('revoke', reply, refusal);
      if (!license) return this.compare('revoke', reply, absent);
      const why = this.model.revoke(license);
      this.compare(`revoke ${id}`, reply, why ? refused(why) : { status: 200, body: licenseView(this.model, license) });
    });
  }

  async #read(): Promise<void> {
    const chance = this.chance;
    const manager = this.manager();
    const page = {
      page: chance.whole(1, 3),
      pageSize: chance.pick([1, 3, 10, 1000]),
      includeInactive: chance.maybe(0.5),
    };
    const name = chance.pick([
      'me',
      'pools',
      'pool',
      'courses',
      'course',
      'licenses',
      'licensesOfPool',
      'license',
      'students',
      'student',
    ] as const);
    const ids = {
      pool: () => chance.pick(this.model.pools).id,
      licensesOfPool: () => chance.pick(this.model.pools).id,
      course: () => chance.pick(this.model.courses).id,
      license: () => this.licenseId(manager),
      student: () => (this.model.students.length > 0 ? chance.pick(this.model.students).id : 1_000_000_000),
    };
    const id = name in ids ? ids[name as keyof typeof ids]() : 0;
    await this.#compareRead(name, manager, id, page);
  }

  async #compareRead(
    name: Exclude<keyof typeof reads, 'links'>,
    manager: ModelManager,
    id: number,
    page: Page,
  ): Promise<void> {
    const { page: number, pageSize, includeInactive } = page;
    const query = `?page=${number}&pageSize=${pageSize}&includeInactive=${includeInactive}`;
    const model = this.model;
    const email = model.students.find((student) => student.id === id)?.email ?? '';
    const which = email && number % 2 ? `email=${encodeURIComponent(email.toUpperCase())}` : `id=${id}`;
    const [path, expected]: [string, Expected] = {
      me: (): [string, Expected] => ['/me', reads.me(model, manager)],
      pools: (): [string, Expected] => [`/pools${query}`, reads.pools(model, manager.id, page)],
      pool: (): [string, Expected] => [`/pool/${id}`, reads.pool(model, manager.id, id)],
      courses: (): [string, Expected] => [`/courses${query}`, reads.courses(model, manager.id, page)],
      course: (): [string, Expected] => [`/course/${id}`, reads.course(model, manager.id, id)],
      licenses: (): [string, Expected] => [`/licenses${query}`, reads.licenses(model, manager.id, page)],
      licensesOfPool: (): [string, Expected] => [
        `/pool/${id}/licenses${query}`,
        reads.licensesOfPool(model, manager.id, id, page),
      ],
      license: (): [string, Expected] => [`/license/${id}`, reads.license(model, manager.id, id)],
      students: (): [string, Expected] => [`/students${query}`, reads.students(model, manager.id, page)],
      student: (): [string, Expected] => [
        `/student?${which}&includeInactive=${includeInactive}`,
        reads.student(model, manager.id, id, includeInactive),
      ],
    }[name]();
    const { token, refusal } = this.caller(manager);
    const reply = await this.subject.http.send({ path: API + path, token });
    this.compare(
      `${name} ${path} of ${manager.id} at ${model.now}`,
      reply,
      refusal?.status === 401 ? refusal : expected,
    );
  }

  async #moveClock(back: boolean): Promise<void> {
    const { chance, model } = { chance: this.chance, model: this.model };
    if (back) {
      await this.subject.sweep();
      model.sweep();
      model.now -= chance.pick([1, 60, 3600, DAY, 3 * DAY]);
    } else {
      model.now += chance.pick([1, 1, 60, 3600, 6 * 3600, DAY, 2 * DAY]);
    }
    this.note(back ? 'clock back' : 'clock forward', { status: 200 });
    this.subject.setClock(model.now);
  }

  async #addPool(): Promise<void> {
    const { chance, model } = { chance: this.chance, model: this.model };
    if (model.pools.length >= 12) return;
    const pool = {
      id: Math.max(...model.pools.map(({ id }) => id)) + 1,
      manager: this.manager().id,
      course: chance.pick(model.courses).id,
      transferable: chance.maybe(0.6),
      licenses: chance.whole(1, 4),
      start: startOfDay(model.now) + chance.whole(-3, 1) * DAY,
      end: startOfDay(model.now) + chance.whole(2, 40) * DAY,
    };
    await this.subject.addPool(model, pool);
    model.pools.push(pool);
    this.note('pool added', { status: 200 });
  }
}

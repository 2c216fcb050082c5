import {
  absent,
  type Expected,
  type Model,
  type ModelLicense,
  type ModelLink,
  type ModelManager,
  type ModelPool,
} from './state.ts';

/** How the contract writes what the model knows: members, types and order. */

const time = (seconds: number) => new Date(seconds * 1000).toISOString().replace(/\.000Z$/, '+00:00');
const good = (body: unknown): Expected => ({ status: 200, body });

export interface Page {
  page: number;
  pageSize: number;
  includeInactive: boolean;
}

const slice = <T>(all: T[], { page, pageSize }: Page): T[] => all.slice((page - 1) * pageSize, page * pageSize);
const byId = <T extends { id: number }>(all: T[]): T[] => all.toSorted((a, b) => a.id - b.id);
const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0);

function seats(model: Model, pool: ModelPool) {
  return {
    start: time(pool.start),
    end: time(pool.end),
    transferable: pool.transferable,
    licenses: pool.licenses,
    assignedLicenses: model.assigned(pool),
    availableLicenses: model.available(pool),
  };
}

const titleOf = (model: Model, id: number) => model.courses.find((course) => course.id === id)?.title;

const poolView = (model: Model, pool: ModelPool) => ({
  id: String(pool.id),
  course: { id: String(pool.course), title: titleOf(model, pool.course) },
  ...seats(model, pool),
});

function courseView(model: Model, manager: number, course: number) {
  const pools = byId(model.pools.filter((pool) => pool.manager === manager && pool.course === course));
  const all = pools.map((pool) => seats(model, pool));
  return {
    id: String(course),
    title: titleOf(model, course),
    licenses: sum(all.map((each) => each.licenses)),
    assignedLicenses: sum(all.map((each) => each.assignedLicenses)),
    availableLicenses: sum(all.map((each) => each.availableLicenses)),
    pools: pools.map((pool) => ({ id: pool.id, ...seats(model, pool) })),
  };
}

/** `numbers`: as POST answers it. */
export function licenseView(model: Model, license: ModelLicense, numbers = false) {
  const id = (value: number) => (numbers ? value : String(value));
  const usable = model.active(license) && license.pool.transferable;
  return {
    id: id(license.id),
    poolId: id(license.pool.id),
    courseId: String(license.pool.course),
    start: time(license.start),
    end: time(license.end),
    active: model.active(license),
    revokable: usable,
    editable: usable,
    student: { id: id(license.student.id), name: license.student.name, email: license.student.email },
  };
}

/** Who may only read does not see the secret. */
export const linkView = (model: Model, link: ModelLink, reads = false) => ({
  id: String(link.id),
  ...(reads ? { url: null, code: null } : link.secret),
  course: { id: String(link.pool.course), title: titleOf(model, link.pool.course) },
  poolId: link.pool.id,
  transferable: link.pool.transferable,
  licenses: link.licenses,
  used: model.used(link),
  autoReassign: link.autoReassign,
  validity: link.validity,
  name: null,
  paused: false,
  minHeldDays: link.minHeldDays,
  recyclePolicy: 'oldest', // none of the links that are made asks for another
  ...{ whenFull: 'refuse', approval: false, listed: false, extensions: 1, waiting: 0 },
  created: time(link.created),
  deleted: link.deleted === null ? null : time(link.deleted),
});

const listed = (model: Model, licenses: ModelLicense[], page: Page) =>
  good(
    slice(byId(licenses.filter((license) => page.includeInactive || model.active(license))), page).map((license) =>
      licenseView(model, license),
    ),
  );

function studentView(model: Model, manager: number, id: number, all: boolean) {
  const licenses = byId(
    model.licenses.filter((license) => license.pool.manager === manager && license.student.id === id),
  );
  const student = licenses[0]?.student;
  if (!student) return null;
  const courses = licenses
    .filter((license) => all || model.active(license))
    .map((license) => ({
      id: String(license.pool.course),
      title: titleOf(model, license.pool.course),
      poolId: license.pool.id,
      licenseId: license.id,
      licenseActive: model.active(license),
      licenseRevokable: model.active(license) && license.pool.transferable,
      licenseEditable: model.active(license) && license.pool.transferable,
      start: time(license.start),
      end: time(license.end),
      progress: 0,
      completed: null,
    }));
  return { id: student.id, name: student.name, email: student.email, courses };
}

/** What each reading operation must answer. */
export const reads = {
  me(model: Model, manager: ModelManager): Expected {
    const pools = model.pools.filter((pool) => pool.manager === manager.id);
    const licenses = (kind: boolean) =>
      sum(pools.filter((pool) => pool.transferable === kind).map((pool) => pool.licenses));
    return good({
      id: manager.id,
      name: manager.name,
      email: manager.email,
      pools: pools.length,
      licenses: licenses(true) + licenses(false),
      untransferableLicenses: licenses(false),
      transferableLicenses: licenses(true),
      allowedDomainsForTransferableLicenses: manager.domains,
    });
  },
  pools: (model: Model, manager: number, page: Page): Expected =>
    good(
      slice(byId(model.pools.filter((pool) => pool.manager === manager)), page).map((pool) => poolView(model, pool)),
    ),
  pool(model: Model, manager: number, id: number): Expected {
    const pool = model.pool(manager, id);
    return pool ? good(poolView(model, pool)) : absent;
  },
  courses(model: Model, manager: number, page: Page): Expected {
    const own = new Set(model.pools.filter((pool) => pool.manager === manager).map((pool) => pool.course));
    return good(
      slice(
        [...own].sort((a, b) => a - b),
        page,
      ).map((course) => courseView(model, manager, course)),
    );
  },
  links: (model: Model, manager: number, deleted: boolean, page: Page): Expected =>
    good(
      slice(
        byId(
          model.links.filter((link) => link.pool.manager === manager && (link.deleted !== null) === deleted),
        ).reverse(),
        page,
      ).map((link) => linkView(model, link, true)),
    ),
  course(model: Model, manager: number, id: number): Expected {
    const mine = model.pools.some((pool) => pool.manager === manager && pool.course === id);
    return mine ? good(courseView(model, manager, id)) : absent;
  },
  licenses: (model: Model, manager: number, page: Page): Expected =>
    listed(
      model,
      model.licenses.filter((license) => license.pool.manager === manager),
      page,
    ),
  licensesOfPool(model: Model, manager: number, id: number, page: Page): Expected {
    const pool = model.pool(manager, id);
    return pool ? listed(model, model.ofPool(pool), page) : absent;
  },
  license(model: Model, manager: number, id: number): Expected {
    const license = model.license(manager, id);
    return license ? good(licenseView(model, license)) : absent;
  },
  students(model: Model, manager: number, page: Page): Expected {
    const own = model.licenses.filter(
      (license) => license.pool.manager === manager && (page.includeInactive || model.active(license)),
    );
    const ids = [...new Set(own.map((license) => license.student.id))].sort((a, b) => a - b);
    return good(slice(ids, page).map((id) => studentView(model, manager, id, page.includeInactive)));
  },
  student(model: Model, manager: number, id: number, all: boolean): Expected {
    const view = studentView(model, manager, id, all);
    return view ? good(view) : absent;
  },
};

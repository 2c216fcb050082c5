import { sql } from 'kysely';
import type { Engine, Queries } from '../db/database.ts';
import { idsIn } from '../db/dialect.ts';
import { isActiveAt } from '../db/predicates.ts';
import { prepare } from '../db/prepare.ts';
import { heldSince, type RecyclePolicy, type RecycleTerms, recyclePolicies } from '../rules/recycle.ts';
import { type License, licenseColumns, toLicense } from './license.ts';

interface Search {
  /** A pool, or a link. */
  of: number;
  now: number;
  /** The latest start of a license that may be taken back. */
  since: number;
  limit: number;
  /** Licenses from this id on may be among those to be spared. */
  first: number;
  spared: string;
}

const opened = sql`case when progress.last_access_at > license.start_at then progress.last_access_at
  else license.start_at end`;

/**
 * Active licenses of a pool, or those that a link gave, by a policy. The list of those to be spared is looked into only for licenses that are as
 * young as the first of them.
 */
const searchFor = (of: 'pool' | 'link', policy: RecyclePolicy, sparing: boolean) =>
  prepare((db, p: Search, engine: Engine) => {
    const all = db
      .selectFrom('license')
      .innerJoin('student', 'student.id', 'license.student_id')
      .select([...licenseColumns, 'student.email_key'])
      .where(`license.${of}_id`, '=', p.of)
      .where(isActiveAt(p.now))
      .where('license.start_at', '<=', p.since)
      .orderBy('license.start_at')
      .orderBy('license.id')
      .limit(p.limit);
    const candidates = sparing
      ? all.where((eb) => eb.or([eb('license.id', '<', p.first), eb('license.id', 'not in', idsIn(p.spared, engine))]))
      : all;
    if (policy === 'oldest') return candidates;
    const known = candidates.leftJoin('progress', (join) =>
      join
        .onRef('progress.student_id', '=', 'license.student_id')
        .onRef('progress.course_id', '=', 'license.course_id'),
    );
    if (policy === 'completed') return known.where('progress.completed_at', 'is not', null);
    if (policy === 'unstarted') return known.where('progress.last_access_at', 'is', null);
    return known.clearOrderBy().orderBy(opened).orderBy('license.start_at').orderBy('license.id');
  });

const searches = new Map(
  recyclePolicies.map((policy) => [
    policy,
    {
      any: searchFor('pool', policy, false),
      sparing: searchFor('pool', policy, true),
      ofLink: searchFor('link', policy, false),
    },
  ]),
);

function searchesBy(policy: RecyclePolicy) {
  const found = searches.get(policy);
  if (!found) throw new Error(`no such policy: ${policy}`);
  return found;
}

/** A license that may be taken back, and the key of its student's address. */
export interface Recyclable {
  license: License;
  key: string;
}

/** Which licenses are looked for: none of `spared`. */
export interface RecycleSearch {
  terms: RecycleTerms;
  spared: readonly number[];
  limit: number;
}

/** The licenses of a pool that may be taken back, in the order of the policy. */
export async function recyclableIn(
  db: Queries,
  poolId: number,
  { terms, spared, limit }: RecycleSearch,
  now: number,
): Promise<Recyclable[]> {
  const first = spared.reduce((least, id) => Math.min(least, id), Number.MAX_SAFE_INTEGER);
  const asked = { of: poolId, now, since: heldSince(terms, now), limit, first, spared: JSON.stringify(spared) };
  const search = searchesBy(terms.policy)[spared.length > 0 ? 'sparing' : 'any'];
  return (await search(db, asked)).map((row) => ({ license: toLicense(row), key: row.email_key }));
}

/** The active license that a link gave and would take back first, or null where it may take back none yet. */
export async function recyclableOfLink(
  db: Queries,
  linkId: number,
  terms: RecycleTerms,
  now: number,
): Promise<License | null> {
  const asked = { of: linkId, now, since: heldSince(terms, now), limit: 1, first: 0, spared: '[]' };
  const [row] = await searchesBy(terms.policy).ofLink(db, asked);
  return row ? toLicense(row) : null;
}

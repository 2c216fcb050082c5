import { type RawBuilder, type SqlBool, sql } from 'kysely';

/** True of a license that is active at `now`: begun, not run out, and not ended. */
export const isActiveAt = (now: number): RawBuilder<SqlBool> =>
  sql<SqlBool>`license.ended_at is null and license.start_at <= ${now} and license.end_at > ${now}`;

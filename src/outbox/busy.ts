import type { Database } from '../db/database.ts';

/** Counts what is being written through the answered database, which is more urgent than mail. */
export function countWrites(db: Database): { db: Database; busy(): boolean } {
  let writing = 0;
  const write: Database['write'] = async (work) => {
    writing++;
    try {
      return await db.write(work);
    } finally {
      writing--;
    }
  };
  return { db: { ...db, write }, busy: () => writing > 0 };
}

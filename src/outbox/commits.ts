import type { Database } from '../db/database.ts';
import { mailsAdded } from '../event/record.ts';

/** The database as requests use it, watched for the outbox. */
export interface WatchedDatabase {
  db: Database;
  /** Calls `listener` after each commit that may have added mails. */
  onMail(listener: () => void): void;
  /** True while changes are being written. */
  busy(): boolean;
}

/** Watches what is written through the answered database; reading is left as it is. */
export function watchCommits(db: Database): WatchedDatabase {
  let listener = () => {};
  let writing = 0;
  const write: Database['write'] = async (work) => {
    const before = mailsAdded();
    writing++;
    try {
      const value = await db.write(work);
      if (mailsAdded() !== before) listener();
      return value;
    } finally {
      writing--;
    }
  };
  return {
    db: { ...db, write },
    onMail: (heard) => {
      listener = heard;
    },
    busy: () => writing > 0,
  };
}

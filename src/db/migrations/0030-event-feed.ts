import type { Migration } from '../migrate.ts';

/** SQLite has one writer: ids are given in the order of commits, so they are the positions of the feed. */
const sqlite = `
create index event_in_feed on event (manager_id, id);
`;

/**
 * PostgreSQL gives ids before the commit, so a lower one may come to light after a higher one. A position is given
 * to what was committed, by one process at a time (docs/decisions/0060-event-feed.md).
 */
const postgres = `
alter table event add column position bigint;
create unique index event_position on event (position) where position is not null;
create index event_in_feed on event (manager_id, position) where position is not null;
create index event_without_position on event (id) where position is null;
drop trigger event_frozen on event;
create trigger event_frozen before update on event for each row
  when (old.position is not null or (to_jsonb(old) - 'position') is distinct from (to_jsonb(new) - 'position'))
  execute function carrel_refuse('history is never changed');
`;

/** The history of a manager in an order that never changes, for those who read on from where they were. */
export const eventFeed: Migration = { name: '0030-event-feed', sqlite, postgres };

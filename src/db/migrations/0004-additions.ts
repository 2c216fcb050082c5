import type { Migration } from '../migrate.ts';

/** Wider indexes in the place of narrow ones: what is searched and counted is read from them alone. */
const indexes = `
drop index license_of_student;
create index license_of_student on license (manager_id, student_id, id, start_at, end_at, ended_at, course_id);
drop index event_of_manager;
create index event_of_manager on event (manager_id, id, kind, course_id, at, actor_label);
`;

/** What students are found by is folded by the server (rules/search.ts); rows from before it get what SQL can do. */
const backfill = `update student set search_key = lower(name) || '\n' || lower(email);`;

/** Searching students, and reading the history by its filters. */
export const additions: Migration = {
  name: '0004-additions',
  sqlite: `alter table student add column search_key text not null default '';\n${backfill}${indexes}`,
  postgres: `alter table student add column search_key text collate "C" not null default '';\n${backfill}${indexes}`,
};

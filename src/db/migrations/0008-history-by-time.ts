import type { Migration } from '../migrate.ts';

/** An import tells of what was long before it: the history is read by when things happened, not by when they were written. */
const indexes = `
drop index event_of_manager;
create index event_of_manager on event (manager_id, at, id, kind, course_id, actor_label);
drop index event_of_student;
create index event_of_student on event (manager_id, student_id, at, id) where student_id is not null;
`;

/** The history of a manager in the order of time. */
export const historyByTime: Migration = { name: '0008-history-by-time', sqlite: indexes, postgres: indexes };

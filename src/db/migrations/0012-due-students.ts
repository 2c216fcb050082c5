import type { Migration } from '../migrate.ts';

/**
 * Whose licenses have run out or not begun is read from these indexes alone. PostgreSQL, which plans for the manager of
 * average size, would otherwise read all licenses of a large one, because it finds their students in one index.
 */
const indexes = `
drop index license_due_of_manager;
create index license_due_of_manager on license (manager_id, end_at, student_id) where ended_at is null;
drop index license_coming_of_manager;
create index license_coming_of_manager on license (manager_id, start_at, student_id) where ended_at is null;
`;

export const dueStudents: Migration = { name: '0012-due-students', sqlite: indexes, postgres: indexes };

import type { Migration } from '../migrate.ts';

/** What a student holds of a course, those still to come included, which the unique index leaves out. */
const index = 'create index license_held on license (student_id, course_id) where ended_at is null;\n';

/** Assigning reads what the student holds already, however many licenses there are. */
export const holdings: Migration = { name: '0005-holdings', sqlite: index, postgres: index };

import type { ImportFile } from '#import/schema.ts';

/**
 * The standing cast. Alice manages what most tests are about; Charlie manages another company on the same server
 * and must see and change nothing of hers.
 */
export const ALICE = 1;
export const CHARLIE = 2;

export const DAX = 10;
export const SQL = 11;

/** Alice's pools. */
export const SHARED = 21; // transferable, 3 licenses
export const OWNED = 22; // untransferable, 2 licenses
export const PAST = 23;
export const FUTURE = 24;
export const SHARED_SQL = 25; // transferable, 2 licenses of the other course
/** Charlie's pool of the same course. */
export const CHARLIES = 31;

const running = { start: '2024-01-01T00:00:00+00:00', end: '2025-01-01T00:00:00+00:00' };

/** Two managers, two courses and pools of every kind, at 2024-04-19T06:36:10+00:00. Nobody has a license. */
export const cast = (): Required<ImportFile> => ({
  managers: [
    { id: ALICE, name: 'Alder', email: 'alice@alder.example', allowedDomains: ['alder.example', 'bücher.example'] },
    { id: CHARLIE, name: 'Cedar', email: 'charlie@cedar.example', allowedDomains: ['cedar.example', 'alder.example'] },
  ],
  courses: [
    { id: DAX, title: 'Mastering DAX' },
    { id: SQL, title: 'Writing SQL' },
  ],
  pools: [
    { id: SHARED, managerId: ALICE, courseId: DAX, transferable: true, licenses: 3, ...running, order: 'A-1' },
    { id: OWNED, managerId: ALICE, courseId: DAX, transferable: false, licenses: 2, ...running, order: null },
    {
      id: PAST,
      managerId: ALICE,
      courseId: DAX,
      transferable: true,
      licenses: 3,
      start: '2023-01-01T00:00:00+00:00',
      end: '2024-01-01T00:00:00+00:00',
    },
    {
      id: FUTURE,
      managerId: ALICE,
      courseId: DAX,
      transferable: true,
      licenses: 3,
      start: '2024-06-01T00:00:00+00:00',
      end: '2025-06-01T00:00:00+00:00',
    },
    { id: SHARED_SQL, managerId: ALICE, courseId: SQL, transferable: true, licenses: 2, ...running },
    { id: CHARLIES, managerId: CHARLIE, courseId: DAX, transferable: true, licenses: 2, ...running },
  ],
  students: [],
  licenses: [],
  progress: [],
});

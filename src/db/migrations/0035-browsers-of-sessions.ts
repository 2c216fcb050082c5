import type { Migration } from '../migrate.ts';

const step = `
alter table session add column device_id text references device (id) on delete set null;
create index session_of_device on session (device_id);
`;

/** In which browser a session was opened, so that ending it ends the trust in that browser. */
export const browsersOfSessions: Migration = { name: '0035-browsers-of-sessions', sqlite: step, postgres: step };

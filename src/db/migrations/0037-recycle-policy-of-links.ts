import type { Migration } from '../migrate.ts';

const steps = `
alter table link add column recycle_policy text not null default 'oldest'
  check (recycle_policy in ('oldest', 'idle', 'completed', 'unstarted'));
`;

/** Whose license a link takes back. */
export const recyclePolicyOfLinks: Migration = {
  name: '0037-recycle-policy-of-links',
  sqlite: steps,
  postgres: steps,
};

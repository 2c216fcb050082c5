import type { Migration } from '../migrate.ts';

const steps = `
alter table outbox add column answer text;
create index outbox_failed_of_license on outbox (license_id, created_at)
  where failed_at is not null and license_id is not null;
`;

/** What a mail server answered about a recipient, apart from errors that only operators may read; failed mails by license. */
export const answersOfMailServers: Migration = {
  name: '0033-answers-of-mail-servers',
  sqlite: steps,
  postgres: steps,
};

import type { Migration } from '../migrate.ts';

/** `rules/mailbox.ts` in the words of SQL, for the students of before. */
const mailbox = ({ local, domain, name }: { local: string; domain: string; name: string }) => {
  const base = `case when ${name} = '' then ${local} else ${name} end`;
  return `case when ${domain} in ('gmail.com', 'googlemail.com') then replace(${base}, '.', '') || '@gmail.com'
    when ${domain} in ('proton.me', 'protonmail.com', 'pm.me') then replace(${base}, '.', '') || '@' || ${domain}
    else ${base} || '@' || ${domain} end`;
};

const steps = ({ int, strict, mailbox }: { int: string; strict: string; mailbox: string }) => `
alter table link add column name text;
alter table link add column paused_at ${int};
alter table link add column min_held_days ${int} not null default 0 check (min_held_days >= 0);
alter table link add column taken_back ${int} not null default 0;
alter table link add column taken_back_since ${int} not null default 0;
alter table manager add column one_per_mailbox ${int} not null default 0 check (one_per_mailbox in (0, 1));

alter table student add column mailbox text;
update student set mailbox = ${mailbox}
  where (email_key like '%+%' or email_key like '%@gmail.com' or email_key like '%@googlemail.com'
    or email_key like '%@proton.me' or email_key like '%@protonmail.com' or email_key like '%@pm.me');
update student set mailbox = null where mailbox = email_key;
create index student_of_mailbox on student (mailbox) where mailbox is not null;

create table quota (
  subject text primary key,
  used ${int} not null,
  since ${int} not null
)${strict};
create index quota_age on quota (since);

alter table member add column mail_id text;
`;

/** What managers set for links, one person per mailbox, what is counted over a day, and the mail of an invitation. */
export const linksAndLimits: Migration = {
  name: '0018-links-and-limits',
  sqlite: steps({
    int: 'integer',
    strict: ' strict',
    mailbox: mailbox({
      local: "substr(email_key, 1, instr(email_key, '@') - 1)",
      domain: "substr(email_key, instr(email_key, '@') + 1)",
      name: "substr(email_key, 1, min(instr(email_key || '+', '+'), instr(email_key, '@')) - 1)",
    }),
  }),
  postgres: steps({
    int: 'bigint',
    strict: '',
    mailbox: mailbox({
      local: "split_part(email_key, '@', 1)",
      domain: "split_part(email_key, '@', 2)",
      name: "split_part(split_part(email_key, '@', 1), '+', 1)",
    }),
  }),
};

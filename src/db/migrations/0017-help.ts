import type { Migration } from '../migrate.ts';

/** Who made the tokens of before is known where history tells of one maker only. */
const steps = ({ int, name }: { int: string; name: string }) => `
alter table person add column disabled_at ${int};
alter table person add column last_sign_in_at ${int};
create index person_staff on person (id) where publisher = 1;
alter table token add column maker text;
alter table token add column maker_id text;
create index token_of_maker on token (maker_id) where maker_id is not null;
update token set
  maker = (select min(actor_label) from event where event.manager_id = token.manager_id and event.at = token.created_at
    and kind = 'token.created' and ${name} = token.name having count(distinct coalesce(actor_id, '')) = 1),
  maker_id = (select min(actor_id) from event where event.manager_id = token.manager_id and event.at = token.created_at
    and kind = 'token.created' and actor_kind = 'person' and ${name} = token.name having count(distinct actor_id) = 1);
`;

/** Accounts that are disabled, when somebody last signed in, and who made a token. */
export const help: Migration = {
  name: '0017-help',
  sqlite: steps({ int: 'integer', name: "json_extract(details, '$.after.name')" }),
  postgres: steps({ int: 'bigint', name: "(details::json -> 'after' ->> 'name')" }),
};

import type { Migration } from '../migrate.ts';

interface Words {
  id: string;
  int: string;
  strict: string;
}

/** An order is a line of an order: `order` alone is a word of SQL. */
const orders = ({ id, int, strict }: Words) => `
create table product (
  source text not null,
  product text not null,
  course_id ${int} not null references course (id),
  transferable ${int} not null check (transferable in (0, 1)),
  per_unit ${int} not null check (per_unit > 0),
  months ${int} check (months > 0),
  made_at ${int} not null,
  primary key (source, product)
)${strict};
create index product_listed on product (made_at, source, product);

create table order_line (
  id ${id},
  source text not null,
  reference text not null,
  line text not null,
  state text not null check (state in ('active', 'parked', 'cancelled')),
  why text,
  manager_id ${int} references manager (id),
  pool_id ${int} unique references pool (id),
  course_id ${int} references course (id),
  product text,
  transferable ${int} check (transferable in (0, 1)),
  units ${int} not null check (units >= 0),
  per_unit ${int} not null default 1 check (per_unit > 0),
  start_at ${int},
  end_at ${int},
  months ${int} check (months > 0),
  buyer text,
  search_key text not null,
  created_at ${int} not null,
  changed_at ${int} not null,
  unique (source, reference, line),
  check (state <> 'active' or (pool_id is not null and manager_id is not null and course_id is not null)),
  check (state <> 'parked' or (pool_id is null and why is not null))
)${strict};
create index order_line_by_state on order_line (state, id);
create index order_line_by_source on order_line (source, id);
create index order_line_by_both on order_line (source, state, id);
create index manager_by_email on manager (lower(email));

create table order_product (
  source text not null,
  product text not null,
  order_id ${int} not null references order_line (id),
  place ${int} not null,
  primary key (source, product, order_id)
)${strict};
create index order_product_of_order on order_product (order_id, place);

create table order_tally (
  source text not null,
  state text not null,
  orders ${int} not null,
  primary key (source, state)
)${strict};
`;

const shops = ({ id, int, strict }: Words) => `
create table shop_purchase (
  source text not null,
  reference text not null,
  customer text,
  email text,
  name text,
  paid_at ${int},
  paid_until ${int},
  ended_at ${int},
  ends_at ${int},
  refunds ${int} not null default 0,
  primary key (source, reference),
  check ((ended_at is null) = (ends_at is null))
)${strict};
create index shop_purchase_of_customer on shop_purchase (source, customer) where email is null and customer is not null;

create table shop_line (
  source text not null,
  reference text not null,
  line text not null,
  basis text not null check (basis in ('line', 'metadata', 'none')),
  products text not null,
  units ${int} not null check (units >= 0),
  version text not null,
  first_units ${int},
  first_version text,
  sold ${int} not null check (sold in (0, 1)),
  paid_from ${int},
  paid_until ${int},
  primary key (source, reference, line)
)${strict};

create table shop_link (
  source text not null,
  key text not null,
  parent text,
  amount ${int},
  primary key (source, key)
)${strict};
create index shop_link_of_parent on shop_link (source, parent) where parent is not null;

create table shop_refund (
  source text not null,
  id text not null,
  key text not null,
  amount ${int} not null check (amount >= 0),
  complete ${int} not null check (complete in (0, 1)),
  undone ${int} not null check (undone in (0, 1)),
  version text not null,
  primary key (source, id)
)${strict};
create index shop_refund_of_key on shop_refund (source, key);

create table shop_buyer (
  source text not null,
  customer text not null,
  email text not null,
  name text not null,
  version text not null,
  primary key (source, customer)
)${strict};

create table shop_delivery (
  id ${id},
  source text not null,
  event text not null,
  kind text not null,
  state text not null check (state in ('done', 'ignored', 'waiting', 'failed')),
  why text,
  reference text,
  times ${int} not null default 1,
  body text not null,
  attempts ${int} not null default 0,
  run_at ${int},
  created_at ${int} not null,
  unique (source, event),
  check ((state = 'waiting') = (run_at is not null))
)${strict};
create index shop_delivery_listed on shop_delivery (source, state, id);
create index shop_delivery_by_state on shop_delivery (state, id);
create index shop_delivery_waiting on shop_delivery (run_at) where run_at is not null;
create index shop_delivery_age on shop_delivery (created_at);

create table shop_cursor (
  source text not null,
  list text not null,
  run_at ${int} not null,
  failures ${int} not null default 0,
  primary key (source, list)
)${strict};
`;

const counted = (row: 'old' | 'new', by: string) => `
  insert into order_tally (source, state, orders) values (${row}.source, ${row}.state, ${by})
    on conflict (source, state) do update set orders = order_tally.orders + (${by});`;

const frozen = ['id', 'source', 'reference']
  .map((column) => `old.${column} is distinct from new.${column}`)
  .join(' or ');
const pooled = `old.pool_id is not null and (old.pool_id is distinct from new.pool_id or old.line <> new.line)`;

/** Who is in which state is counted as it changes; an order is never deleted, and keeps its pool. */
const sqliteTriggers = `
create trigger order_line_made after insert on order_line begin${counted('new', '1')}
end;
create trigger order_line_moved after update of state on order_line when old.state <> new.state begin${counted('old', '-1')}${counted('new', '1')}
end;
create trigger order_line_frozen before update on order_line when ${frozen} or ${pooled} begin
  select raise(abort, 'an order keeps its reference and its pool');
end;
create trigger order_line_cancelled before update on order_line when old.state = 'cancelled' and new.state <> 'cancelled' begin
  select raise(abort, 'a cancelled order stays so');
end;
create trigger order_line_kept before delete on order_line begin
  select raise(abort, 'an order is never deleted');
end;
`;

const postgresTriggers = `
create function carrel_order_counted() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then${counted('old', '-1')}
  end if;${counted('new', '1')}
  return null;
end $$;
create trigger order_line_made after insert on order_line for each row execute function carrel_order_counted();
create trigger order_line_moved after update of state on order_line for each row
  when (old.state <> new.state) execute function carrel_order_counted();

create function carrel_order_kept() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'an order is never deleted';
  elsif ${frozen} or ${pooled} then
    raise exception 'an order keeps its reference and its pool';
  elsif old.state = 'cancelled' and new.state <> 'cancelled' then
    raise exception 'a cancelled order stays so';
  end if;
  return new;
end $$;
create trigger order_line_kept before update or delete on order_line for each row execute function carrel_order_kept();
`;

const tables = (words: Words): string => orders(words) + shops(words);

/** Orders, which become pools exactly once, and what shops tell. */
export const ordersAndShops: Migration = {
  name: '0004-orders',
  sqlite: tables({ id: 'integer primary key autoincrement', int: 'integer', strict: ' strict' }) + sqliteTriggers,
  postgres:
    tables({ id: 'bigint generated by default as identity primary key', int: 'bigint', strict: '' }) + postgresTriggers,
};

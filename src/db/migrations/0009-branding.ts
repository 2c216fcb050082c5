import type { Migration } from '../migrate.ts';

/**
 * What stands for the publisher on pages and mails: one row at most. The image is base64, so that every tool that copies
 * rows copies it. `mail_text` has what the publisher wrote in the place of the texts that come with the program.
 */
const tables = ({ int, strict }: { int: string; strict: string }) => `
create table publisher_setting (
  id ${int} primary key check (id = 1),
  name text,
  sender_name text,
  support_email text,
  footer text,
  light_color text,
  dark_color text,
  languages text not null,
  logo_hash text,
  check (light_color is null or length(light_color) = 7),
  check (dark_color is null or length(dark_color) = 7)
)${strict};

create table publisher_logo (
  hash text primary key,
  type text not null check (type in ('image/png', 'image/jpeg', 'image/webp')),
  content text not null
)${strict};

create table mail_text (
  kind text not null,
  language text not null,
  subject text not null,
  body text not null,
  primary key (kind, language)
)${strict};
`;

export const branding: Migration = {
  name: '0009-branding',
  sqlite: tables({ int: 'integer', strict: ' strict' }),
  postgres: tables({ int: 'bigint', strict: '' }),
};

import { createHash } from 'node:crypto';
import type { Config } from '../config.ts';
import type { Queries, Transaction } from '../db/database.ts';
import { locked } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import type { PublisherSettingTable } from '../db/tables.ts';
import { type Actor, record } from '../event/record.ts';
import type { ImageType } from '../rules/image.ts';
import { isLanguage, type Language, languages } from '../rules/language.ts';

/** What the publisher sets for its pages and mails; null: as the program comes. */
export interface BrandSettings {
  name: string | null;
  /** Of the sender of mails, where it differs from the name. */
  senderName: string | null;
  supportEmail: string | null;
  /** Small print at the end of pages and mails. */
  footer: string | null;
  /** `#rrggbb`. */
  lightColor: string | null;
  darkColor: string | null;
  /** In which people may read; at least one. */
  languages: Language[];
  /** Of the image, which is found by it. */
  logoHash: string | null;
}

/** The settings with a name that is always there. */
export interface Brand extends BrandSettings {
  publisher: string;
}

type Row = Omit<PublisherSettingTable, 'id'>;

const columns = [
  'name',
  'sender_name',
  'support_email',
  'footer',
  'light_color',
  'dark_color',
  'languages',
  'logo_hash',
] as const;

const read = prepare((db, _: object) => db.selectFrom('publisher_setting').select(columns));
const lock = prepare((db, _: object, engine) => locked(db.selectFrom('publisher_setting').select(columns), engine));
const insert = prepare((db, p: { languages: string }) =>
  db
    .insertInto('publisher_setting')
    .values({ id: 1, languages: p.languages })
    .onConflict((conflict) => conflict.column('id').doNothing()),
);
const update = prepare((db, p: Row) =>
  db
    .updateTable('publisher_setting')
    .set({
      name: p.name,
      sender_name: p.sender_name,
      support_email: p.support_email,
      footer: p.footer,
      light_color: p.light_color,
      dark_color: p.dark_color,
      languages: p.languages,
      logo_hash: p.logo_hash,
    })
    .where('id', '=', 1),
);
const logoByHash = prepare((db, p: { hash: string }) =>
  db.selectFrom('publisher_logo').select(['type', 'content']).where('hash', '=', p.hash),
);
const insertLogo = prepare((db, p: { hash: string; type: ImageType; content: string }) =>
  db
    .insertInto('publisher_logo')
    .values({ hash: p.hash, type: p.type, content: p.content })
    .onConflict((conflict) => conflict.column('hash').doNothing()),
);
const deleteOthers = prepare((db, p: { hash: string }) => db.deleteFrom('publisher_logo').where('hash', '<>', p.hash));

function toSettings(row: Row | undefined): BrandSettings {
  const offered = row ? (JSON.parse(row.languages) as string[]).filter(isLanguage) : [];
  return {
    name: row?.name ?? null,
    senderName: row?.sender_name ?? null,
    supportEmail: row?.support_email ?? null,
    footer: row?.footer ?? null,
    lightColor: row?.light_color ?? null,
    darkColor: row?.dark_color ?? null,
    languages: offered.length > 0 ? offered : [...languages],
    logoHash: row?.logo_hash ?? null,
  };
}

const toRow = (settings: BrandSettings): Row => ({
  name: settings.name,
  sender_name: settings.senderName,
  support_email: settings.supportEmail,
  footer: settings.footer,
  light_color: settings.lightColor,
  dark_color: settings.darkColor,
  languages: JSON.stringify(settings.languages),
  logo_hash: settings.logoHash,
});

/** What stands for the publisher: as it was set, else the name by which the server was started. */
export async function brandOf(db: Queries, { publisherName }: Pick<Config, 'publisherName'>): Promise<Brand> {
  const settings = toSettings((await read(db, {}))[0]);
  return { ...settings, publisher: settings.name ?? publisherName };
}

/** Changes what is given; answers the settings as they now are. */
export async function changeBrand(
  tx: Transaction,
  changes: Partial<BrandSettings>,
  by: Actor,
  now: number,
): Promise<BrandSettings> {
  await insert(tx, { languages: JSON.stringify(languages) });
  const before = toSettings((await lock(tx, {}))[0]);
  const after = { ...before, ...changes };
  if (JSON.stringify(after) === JSON.stringify(before)) return before;
  await update(tx, toRow(after));
  record(tx, { managerId: null, at: now, kind: 'publisher.settings_changed', by, before, after });
  return after;
}

/** Keeps an image as the publisher's, in the place of the one before; null: none. */
export async function changeLogo(
  tx: Transaction,
  logo: { type: ImageType; bytes: Buffer } | null,
  by: Actor,
  now: number,
): Promise<BrandSettings> {
  const hash = logo && createHash('sha256').update(logo.bytes).digest('base64url').slice(0, 32);
  const settings = await changeBrand(tx, { logoHash: hash }, by, now);
  if (logo && hash) await insertLogo(tx, { hash, type: logo.type, content: logo.bytes.toString('base64') });
  await deleteOthers(tx, { hash: hash ?? '' });
  return settings;
}

/** The image, or undefined. */
export async function findLogo(db: Queries, hash: string): Promise<{ type: ImageType; bytes: Buffer } | undefined> {
  const [row] = await logoByHash(db, { hash });
  return row && { type: row.type, bytes: Buffer.from(row.content, 'base64') };
}

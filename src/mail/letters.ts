import type { Brand } from '../brand/brand.ts';
import type { MailText } from '../brand/mail-text.ts';
import type { Language } from '../rules/language.ts';
import type { Dates, TimeInWords } from './dates.ts';
import { named } from './names.ts';
import { inOwnWords, type Values } from './template.ts';
import {
  type LicenseFacts,
  type LicenseKind,
  type LinkFacts,
  type LinkKind,
  type NoticeFacts,
  type NoticeKind,
  type Texts,
  texts,
  type WaitingFacts,
  type WaitingKind,
  type Words,
} from './texts/texts.ts';

/** A line of the table in a letter. */
export interface Fact {
  label: string;
  value: string | TimeInWords;
}

/** What a mail says, before it has a form. Names in it are isolated (names.ts). */
export interface Letter {
  language: Language;
  /** Who sends all these mails. */
  brand: Brand;
  subject: string;
  greeting: string;
  paragraphs: string[];
  /** What it is about, as names and values. */
  facts: Fact[];
  /** The one thing to do. */
  action: { label: string; url: string; copyAddress: string } | null;
  /** Why this mail came, in small print. */
  footnote: string;
  /** Whom to write to. */
  contact: { label: string; address: string } | null;
}

/** A license manager, as the mails that concern it tell of it. */
export interface ManagerContact {
  name: string;
  /** Null where it is no address. */
  email: string | null;
}

/** Who a letter is for, and in whose name it comes. */
export interface Setting {
  language: Language;
  dates: Dates;
  brand: Brand;
  manager: ManagerContact | null;
  /** What the publisher wrote for it. */
  own: MailText | null;
}

/** A license with what is not for the texts alone. Times in seconds. */
export interface LicenseOfLetter extends Pick<LicenseFacts, 'transferable' | 'byLink' | 'full' | 'signsIn'> {
  course: string;
  student: string;
  end: number;
  ended: number | null;
  /** Where the button leads. */
  url: string;
}

/** What a mail with a link of its own carries as its payload. */
export interface LinkOfLetter {
  url: string;
  name?: string;
  course?: string;
  /** Who invites. */
  by?: string;
  role?: string;
}

interface Parts {
  name: string | null;
  words: Words;
  facts: Fact[];
  url: string | null;
  /** What the publisher's own text may tell. */
  values: Values;
}

/** Who gets the answers to a mail: the license manager, else the publisher. */
export const answersTo = ({ brand, manager }: Setting): { name: string; address: string } | null => {
  if (manager?.email) return { name: manager.name, address: manager.email };
  return brand.supportEmail === null ? null : { name: brand.publisher, address: brand.supportEmail };
};

function letter(setting: Setting, { name, facts, url, ...parts }: Parts): Letter {
  const { language, brand, own } = setting;
  const { greeting, copyAddress, writeTo }: Texts = texts[language];
  const words = inOwnWords(parts.words, own, { ...parts.values, publisher: named(brand.publisher) });
  const contact = answersTo(setting);
  return {
    language,
    brand,
    subject: words.subject,
    greeting: greeting(name === null ? null : named(name)),
    paragraphs: words.paragraphs,
    facts,
    action: words.action && url ? { label: words.action, url, copyAddress } : null,
    footnote: words.footnote,
    contact: contact && { label: writeTo(named(contact.name)), address: contact.address },
  };
}

const endedOf: Record<LicenseKind, boolean> = {
  license_assigned: false,
  license_revoked: true,
  license_recycled: true,
  license_ended: false,
  license_shortened: false,
  license_unopened: false,
  license_expires_soon: false,
};

/** A letter about a license, for the student who holds or held it. */
export function licenseLetter(kind: LicenseKind, license: LicenseOfLetter, setting: Setting): Letter {
  const { language, dates } = setting;
  const { labels, license: letters } = texts[language];
  const { student, end, ended, url, ...rest } = license;
  const manager = named(setting.manager?.name ?? setting.brand.publisher);
  const course = named(license.course);
  const lastDay = dates.lastDay(end);
  const words = letters[kind]({ ...rest, course, manager, until: lastDay.text });
  const when: Fact = endedOf[kind]
    ? { label: labels.ended, value: dates.moment(ended ?? end) }
    : { label: labels.until, value: lastDay };
  const facts = [{ label: labels.course, value: course }, { label: labels.from, value: manager }, when];
  const values = { course, manager, until: lastDay.text };
  return letter(setting, { name: student === 'Student' ? null : student, words, facts, url, values });
}

/** A place on a waiting list, or a request, with what is not for the texts alone. Times in seconds. */
export interface WaitingOfLetter extends Pick<WaitingFacts, 'licensed' | 'signsIn' | 'words'> {
  course: string;
  student: string;
  until: number | null;
  url: string;
}

/** A letter about a waiting list or a request: for the student, or for who decides. */
export function waitingLetter(kind: WaitingKind, told: WaitingOfLetter, setting: Setting): Letter {
  const { language, dates } = setting;
  const { labels, waiting: letters } = texts[language];
  const manager = named(setting.manager?.name ?? setting.brand.publisher);
  const course = named(told.course);
  const until = told.until === null ? null : dates.moment(told.until);
  const { licensed, signsIn, words: said } = told;
  const facts = { course, manager, student: named(told.student), words: said, until: until?.text ?? null };
  const toManager = kind === 'request_made';
  const lines: Fact[] = [
    { label: labels.course, value: course },
    toManager ? { label: labels.student, value: facts.student } : { label: labels.from, value: manager },
    ...(until ? [{ label: labels.heldUntil, value: until }] : []),
    ...(said ? [{ label: toManager ? labels.message : labels.reason, value: named(said) }] : []),
  ];
  const name = toManager || told.student === 'Student' ? null : told.student;
  const words = letters[kind]({ ...facts, licensed, signsIn });
  const values = { course, manager, ...(until ? { until: until.text } : {}) };
  return letter(setting, { name, words, facts: lines, url: told.url, values });
}

/** A letter with a link. It proves who opens it, so the letter says that it is for one person. */
export function linkLetter(kind: LinkKind, link: LinkOfLetter, setting: Setting): Letter {
  const { labels, link: letters } = texts[setting.language];
  const orNull = (name: string | undefined): string | null => (name ? named(name) : null);
  const told: LinkFacts = {
    manager: orNull(setting.manager?.name),
    course: orNull(link.course),
    publisher: named(setting.brand.publisher),
    by: orNull(link.by),
    role: link.role ?? null,
  };
  const facts = kind === 'enroll_link' ? namesOf(told, labels) : [];
  const { course, manager, by } = told;
  const values = { course, manager, by };
  return letter(setting, { name: link.name ?? null, words: letters[kind](told), facts, url: link.url, values });
}

const namesOf = ({ course, manager }: LinkFacts, labels: Texts['labels']): Fact[] => [
  ...(course ? [{ label: labels.course, value: course }] : []),
  ...(manager ? [{ label: labels.from, value: manager }] : []),
];

/** What a notice carries as its payload: names as they were typed. */
export interface NoticeOfLetter {
  what?: string;
  /** Who did it. */
  by?: string;
  course?: string;
  link?: string;
  browser?: string;
  /** When it happened, in seconds. */
  at?: string;
  code?: string;
  pools?: { id: number; course: string; licenses: number; free: number; end: number }[];
  addresses?: string[];
  more?: number;
  /** Of the last week. */
  assigned?: number;
  ended?: number;
  licenses?: number;
  students?: number;
}

/** A letter that tells of something that was done or has come about. `url` is where its button leads. */
export function noticeLetter(kind: NoticeKind, notice: NoticeOfLetter, url: string, setting: Setting): Letter {
  const { labels, notice: letters } = texts[setting.language];
  const facts = {
    course: named(notice.course ?? ''),
    link: named(notice.link ?? ''),
    manager: named(setting.manager?.name ?? setting.brand.publisher),
    count: (notice.pools ?? notice.addresses ?? []).length + (notice.more ?? 0),
  };
  const told = { ...notice, ...facts, more: notice.more ?? 0 } as NoticeFacts[NoticeKind] as never;
  const values = { ...facts, count: String(facts.count) };
  const parts = { words: letters[kind](told), facts: factsOf(notice, labels, setting), url, values };
  return letter(setting, { name: null, ...parts });
}

const factsOf = (notice: NoticeOfLetter, labels: Texts['labels'], { dates, language }: Setting): Fact[] => [
  ...(notice.by ? [{ label: labels.changedBy, value: named(notice.by) }] : []),
  ...(notice.browser ? [{ label: labels.browser, value: named(notice.browser) }] : []),
  ...(notice.at ? [{ label: labels.when, value: dates.moment(Number(notice.at)) }] : []),
  ...(notice.code ? [{ label: labels.code, value: notice.code }] : []),
  ...poolsOf(notice, language, dates),
  ...(notice.addresses ?? []).map((address, at) => ({ label: `${at + 1}`, value: address })),
  ...weekOf(notice, labels),
];

const poolsOf = ({ pools = [] }: NoticeOfLetter, language: Language, dates: Dates): Fact[] =>
  pools.map(({ course, end, ...pool }) => ({
    label: named(course),
    value: texts[language].pool({ ...pool, until: dates.lastDay(end).text }),
  }));

const weekOf = ({ assigned, ended, licenses, students }: NoticeOfLetter, labels: Texts['labels']): Fact[] =>
  assigned === undefined
    ? []
    : [
        { label: labels.assignedLastWeek, value: String(assigned) },
        { label: labels.endedLastWeek, value: String(ended) },
        { label: labels.licenses, value: String(licenses) },
        { label: labels.students, value: String(students) },
      ];

import type { ImportStudent } from '../../import/schema.ts';
import { managers, outsiders, people } from './data.ts';

/** A student of the sample world, and who may give them licenses. */
export interface Person extends ImportStudent {
  /** The manager whose allowed domains fit the address; null outside all of them. */
  home: number | null;
}

const FIRST_ID = 2001;

/** Everybody in the sample world, under one address each. */
export function samplePeople(): Person[] {
  const inside = managers.flatMap(({ id, allowedDomains }) =>
    entries(people[id] ?? '').map((entry, index) => person(entry, id, domainFor(allowedDomains, index))),
  );
  const outside = entries(outsiders).map((entry) => person(entry, null, 'mailbox.example'));
  return [...inside, ...outside].map((each, index) => ({ ...each, id: FIRST_ID + index }));
}

const entries = (list: string): string[] => list.split(',').map((entry) => entry.trim());

/** One in four has an address of the manager's first domain where it has two, as staff beside students would. */
function domainFor(domains: string[], index: number): string {
  return domains[index % 4 === 0 ? 0 : domains.length - 1] as string;
}

function person(entry: string, home: number | null, domain: string): Person {
  const [name = '', mailbox = mailboxOf(name)] = entry.split(' = ');
  return { id: 0, name, email: `${mailbox}@${domain}`, home };
}

const LETTERS: Record<string, string> = { ø: 'o', ł: 'l', ı: 'i', æ: 'ae', ß: 'ss', đ: 'd', ð: 'd', þ: 'th' };

/** `Ana Lúcia Prado` writes as `ana.luciaprado`. */
function mailboxOf(name: string): string {
  const plain = name
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}|[’']/gu, '');
  const [given = '', ...family] = plain.replace(/[^a-z\s-]/g, (letter) => LETTERS[letter] ?? '').split(/\s+/);
  return [given, family.join('')].join('.');
}

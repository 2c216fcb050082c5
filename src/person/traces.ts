import { encodeAddress } from '../auth/address-encoding.ts';
import { ERASED_NAME, type Identity } from './identity.ts';

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
const longestFirst = (a: string, b: string) => b.length - a.length;
const unique = (all: string[]) => [...new Set(all)].sort(longestFirst);

/** The forms in which an address or a name may stand in a text. */
const writings = (text: string) => [text, encodeURIComponent(text), encodeURIComponent(text).replaceAll('%20', '+')];

/** An address is no part of a longer one, nor is its domain. */
const asAddress = (address: string) =>
  `(?<![\\p{L}\\p{N}._+-])${escaped(address)}(?![\\p{L}\\p{N}-]|\\.[\\p{L}\\p{N}])`;
const asName = (name: string) => `(?<![\\p{L}\\p{N}])${name.split(/\s+/).map(escaped).join('\\s+')}(?![\\p{L}\\p{N}])`;
const anyOf = (patterns: string[]): RegExp | null =>
  patterns.length > 0 ? new RegExp(patterns.join('|'), 'giu') : null;

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

const isObject = (value: Json | undefined): value is { [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Finds and takes out what names a person in texts of every kind. */
export class Traces {
  /** Parts of texts, in lower case, one of which is in every text that names the person. */
  readonly needles: readonly string[];
  readonly #keys: ReadonlySet<string>;
  readonly #addresses: RegExp | null;
  readonly #names: RegExp | null;
  readonly #uniqueNames: RegExp | null;

  constructor({ addresses, names, isUnique }: Identity) {
    const spelled = unique([
      ...addresses.flatMap(writings),
      ...addresses.map((one) => encodeAddress(one.toLowerCase())),
    ]);
    this.#keys = new Set(addresses.map((one) => one.toLowerCase()));
    this.#addresses = anyOf(spelled.map(asAddress));
    this.#names = anyOf(unique(names.flatMap(writings)).map(asName));
    const telling = names.filter(isUnique);
    this.#uniqueNames = anyOf(unique(telling.flatMap(writings)).map(asName));
    const parts = [...spelled, ...telling.flatMap(writings)];
    const cases = parts.flatMap((one) => [one, one.toLowerCase(), one.toUpperCase()]);
    this.needles = unique(cases.flatMap((one) => [one, JSON.stringify(one).slice(1, -1)]).map(asciiLower));
  }

  /** The text without addresses and names; of a text that is not about the person, only what nobody else is called. */
  inText(text: string, about: boolean): string {
    if (this.isAddress(text)) return ERASED_NAME;
    const names = about ? this.#names : this.#uniqueNames;
    const rest = this.#addresses ? text.replace(this.#addresses, '…') : text;
    return names ? rest.replace(names, ERASED_NAME) : rest;
  }

  isAddress(text: string): boolean {
    return this.#keys.has(text.trim().toLowerCase());
  }

  /** True where the text has an address in it, also as a part of something longer. */
  hasAddress(text: string): boolean {
    return [...this.#keys].some((key) => text.toLowerCase().includes(key));
  }

  /** True where an address stands in the text, or a name that nobody else has. */
  names(text: string): boolean {
    return this.inText(text, false) !== text;
  }

  /** The JSON text without what names the person; text that is no JSON as text. */
  inJson(text: string, about: boolean): string {
    let value: Json;
    try {
      value = JSON.parse(text);
    } catch {
      return this.inText(text, about);
    }
    const rest = JSON.stringify(
      this.#inValue(value, about || (this.#addresses ? text.search(this.#addresses) >= 0 : false)),
    );
    return rest === JSON.stringify(value) ? text : rest;
  }

  /** A value without the names and addresses of other people than this one. */
  withoutOthers(value: Json): Json {
    if (Array.isArray(value)) return value.map((one) => this.withoutOthers(one));
    if (!isObject(value)) return value;
    const rest = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, this.withoutOthers(one)]));
    return this.#whose(value) === 'others'
      ? { ...rest, email: null, ...('name' in value ? { name: null } : {}) }
      : rest;
  }

  #inValue(value: Json, about: boolean): Json {
    if (typeof value === 'string') return this.inText(value, about);
    if (Array.isArray(value)) return value.map((one) => this.#inValue(one, about));
    if (!isObject(value)) return value;
    const whose = this.#whose(value);
    const rest = Object.entries(value).map(([name, one]) => [
      this.inText(name, false),
      this.#inValue(one, about && whose !== 'others'),
    ]);
    const person = whose === 'own' ? this.#nameless(value) : {};
    return { ...Object.fromEntries(rest), ...person };
  }

  /** A person in JSON has an address: theirs, or somebody else's. */
  #whose({ email }: { [name: string]: Json }): 'own' | 'others' | null {
    if (typeof email !== 'string' || email === '') return null;
    return this.isAddress(email) ? 'own' : 'others';
  }

  #nameless(person: { [name: string]: Json }): { [name: string]: Json } {
    const nothing: Record<string, string> = { name: ERASED_NAME, firstName: '', lastName: '', email: '' };
    return Object.fromEntries(Object.entries(nothing).filter(([name]) => typeof person[name] === 'string'));
  }
}

/** Lower case as both databases make it, which is of ASCII letters only on SQLite. */
const asciiLower = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

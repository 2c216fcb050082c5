import type { TOptions } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  /** A text with `{{name}}` for each of the values, and `<b>` for what is set strong. */
  text: string;
  values: Record<string, string>;
  /** By how many it is told. */
  count?: number;
  /** Leads to the person whose name stands in `<person>`. */
  person?: ((name: string) => ReactNode) | undefined;
}

/** Characters that no text has: they hold the places of the values. */
const FIRST_PLACE = 0xf0000;
const placeOf = (at: number) => String.fromCodePoint(FIRST_PLACE + at);

function withTag(tag: string, text: string, person: Props['person']): ReactNode {
  if (tag === 'person' && person) return person(text);
  return tag ? <strong>{text}</strong> : text;
}

/**
 * A sentence with names in it. A name is never read as a part of the sentence: whatever it holds, it is shown as it is,
 * and its direction does not turn what stands beside it.
 */
export function Sentence({ text, values, count, person }: Props) {
  const { t } = useTranslation();
  const names = Object.keys(values);
  const places = Object.fromEntries(names.map((name, at) => [name, placeOf(at)]));
  const written = String(t(text, { ...places, ...(count !== undefined && { count }) } as TOptions));
  const nameAt = (part: string) => values[names[(part.codePointAt(0) ?? 0) - FIRST_PLACE] ?? ''];
  let tag = '';
  return written.split(/(<\/?(?:b|person)>|[\u{f0000}-\u{fffff}])/u).map((part, at) => {
    const [, end, name] = /^<(\/?)(b|person)>$/.exec(part) ?? [];
    if (name) {
      tag = end ? '' : name;
      return null;
    }
    if (part === '') return null; // between two places
    const value = nameAt(part);
    const Part = value === undefined ? 'span' : 'bdi';
    // biome-ignore lint/suspicious/noArrayIndexKey: a part of a sentence is its place
    return <Part key={at}>{withTag(tag, value ?? part, person)}</Part>;
  });
}

import type { TOptions } from 'i18next';
import { useTranslation } from 'react-i18next';

interface Props {
  /** A text with `{{name}}` for each of the values, and `<b>` for what is set strong. */
  text: string;
  values: Record<string, string>;
}

/** Characters that no text has: they hold the places of the values. */
const FIRST_PLACE = 0xf0000;
const placeOf = (at: number) => String.fromCodePoint(FIRST_PLACE + at);

/**
 * A sentence with names in it. A name is never read as a part of the sentence: whatever it holds, it is shown as it is,
 * and its direction does not turn what stands beside it.
 */
export function Sentence({ text, values }: Props) {
  const { t } = useTranslation();
  const names = Object.keys(values);
  const places = Object.fromEntries(names.map((name, at) => [name, placeOf(at)]));
  const written = String(t(text, places as TOptions));
  const nameAt = (part: string) => values[names[(part.codePointAt(0) ?? 0) - FIRST_PLACE] ?? ''];
  let strong = false;
  return written.split(/(<\/?b>|[\u{f0000}-\u{fffff}])/u).map((part, at) => {
    if (part === '<b>' || part === '</b>') {
      strong = part === '<b>';
      return null;
    }
    const value = nameAt(part);
    const Part = value === undefined ? 'span' : 'bdi';
    // biome-ignore lint/suspicious/noArrayIndexKey: a part of a sentence is its place
    return <Part key={at}>{strong ? <strong>{value ?? part}</strong> : (value ?? part)}</Part>;
  });
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { unpackWoff } from './woff.ts';

const { resolve } = createRequire(import.meta.url);

/** The parts that the font comes in, in the order in which they are looked through. */
const PARTS = ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'greek', 'greek-ext', 'vietnamese'] as const;
export type Weight = 400 | 600;

interface Glyphs {
  hasGlyphForCodePoint(codePoint: number): boolean;
}

/** A part of the font: its bytes, and which characters it has. */
interface Part {
  name: string;
  bytes: Buffer;
  glyphs: Glyphs;
}

/** Text that one part of the font can write. */
export interface Run {
  font: string;
  text: string;
}

const loaded = new Map<Weight, Part[]>();

/** Read with the first certificate: a start needs none of it. */
async function load(weight: Weight): Promise<Part[]> {
  const known = loaded.get(weight);
  if (known) return known;
  const { create } = await import('fontkit');
  const parts = PARTS.map((part) => {
    const bytes = unpackWoff(readFileSync(resolve(`@fontsource/inter/files/inter-${part}-${weight}-normal.woff`)));
    return { name: `${part}-${weight}`, bytes, glyphs: create(bytes) as Glyphs };
  });
  loaded.set(weight, parts);
  return parts;
}

/** The parts of the font that these runs need, by name. */
export async function fontsFor(weight: Weight): Promise<{ name: string; bytes: Buffer }[]> {
  return load(weight);
}

/** The text in runs, each for one part of the font; null where it has a character that none of them has. */
export async function runsOf(text: string, weight: Weight): Promise<Run[] | null> {
  const parts = await load(weight);
  const runs: Run[] = [];
  for (const character of text.normalize('NFC')) {
    const has = ({ glyphs }: Part) => glyphs.hasGlyphForCodePoint(character.codePointAt(0) as number);
    const last = runs.at(-1);
    const part = parts.find(({ name, ...one }) => name === last?.font && has({ name, ...one })) ?? parts.find(has);
    if (!part) return null;
    if (last?.font === part.name) last.text += character;
    else runs.push({ font: part.name, text: character });
  }
  return runs;
}

import { memo } from 'react';

/** Wall, lamp light, and the cloth of the books. */
const palettes = [
  ['#1c5a44', '#f3e3bb', '#8fc3ac', '#e0b65c', '#e8efe6', '#3f8f6d'],
  ['#2b4668', '#f3dfc0', '#8fb0d6', '#d98f62', '#e9eef4', '#4f77a8'],
  ['#6f3527', '#f6e2c4', '#dd9f88', '#f0c76b', '#f4ebe2', '#a8594a'],
  ['#4c3f6b', '#f0dcc8', '#b2a2d4', '#e3b08a', '#eeeaf4', '#7765a3'],
  ['#5c4d12', '#f8eed2', '#d0b75c', '#a7b574', '#f3eedc', '#8a7626'],
  ['#1f535d', '#f2dcc2', '#86bec7', '#e2a95f', '#e6f0f0', '#3d818c'],
  ['#643853', '#f4e3c6', '#cf9cbe', '#e6bd74', '#f3e9ef', '#95587f'],
  ['#364f26', '#f2e5bb', '#a3c788', '#dd9a5c', '#ecf1e4', '#5f8544'],
] as const;

function hash(text: string): number {
  let h = 2166136261;
  for (const c of text) h = Math.imul(h ^ (c.codePointAt(0) ?? 0), 16777619);
  return (h ^ (h >>> 15)) >>> 0;
}

/** Numbers that look random and are always the same for a seed. */
function sequence(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 10) % n;
  };
}

interface Book {
  x: number;
  width: number;
  height: number;
  cloth: string;
  bands: number;
  lean: number;
}

function shelf(next: (n: number) => number, cloths: readonly string[]): Book[] {
  const books: Book[] = [];
  let last = -1;
  for (let x = 8; x < 226; ) {
    const width = 8 + next(11);
    let cloth = next(cloths.length);
    if (cloth === last) cloth = (cloth + 1) % cloths.length;
    last = cloth;
    const lean = next(11) === 0 ? 9 : 0;
    books.push({ x, width, height: 36 + next(32), cloth: cloths[cloth] ?? '#fff', bands: next(3), lean });
    x += width + 1.5 + (lean ? 10 : next(10) === 0 ? 14 : 0);
  }
  return books;
}

/** Books on a shelf, drawn from the title: the same title always gets the same cover. */
export const Cover = memo(function Cover({ title, className }: { title: string; className?: string | undefined }) {
  const seed = hash(title);
  const [wall, light, ...cloths] = palettes[(seed >>> 8) % palettes.length] ?? palettes[0];
  const next = sequence(seed);
  const lamp = 70 + next(100);
  return (
    <svg className={className} viewBox="0 0 240 120" preserveAspectRatio="xMidYMax slice" aria-hidden="true">
      <rect width="240" height="120" fill={wall} />
      <circle cx={lamp} cy="30" r="34" fill={light} opacity="0.1" />
      <circle cx={lamp} cy="30" r="17" fill={light} opacity="0.18" />
      {shelf(next, cloths).map((b) => (
        <Spine key={b.x} book={b} wall={wall} />
      ))}
      <rect y="104" width="240" height="4" fill={light} />
      <rect y="108" width="240" height="12" fill="#000" opacity="0.22" />
    </svg>
  );
});

function Spine({ book: { x, width, height, cloth, bands, lean }, wall }: { book: Book; wall: string }) {
  const top = 104 - height;
  return (
    <g transform={lean ? `rotate(${lean} ${x + width} 104)` : undefined}>
      <rect x={x} y={top} width={width} height={height} rx="1.2" fill={cloth} />
      {bands > 0 && <rect x={x} y={top + 6} width={width} height="1.6" fill={wall} opacity="0.5" />}
      {bands > 1 && <rect x={x} y={top + height - 9} width={width} height="3" fill={wall} opacity="0.35" />}
    </g>
  );
}

import { memo } from 'react';

const inks = [
  ['#1c6a4e', '#8fc3ac', '#e9d5a3'], ['#31507a', '#9db8da', '#f0d9b5'], ['#7a3b2e', '#e0a48f', '#f3e3c7'], ['#5a4a7d', '#b9aad8', '#efd7c6'],
  ['#6b5a12', '#d6bd62', '#f5ebd2'], ['#24606b', '#8dc3cb', '#f1d9c0'], ['#704060', '#d3a3c3', '#f2e2c4'], ['#3f5a2c', '#a9c68f', '#f0dfb0'],
] as const;

function hash(text: string): number {
  let h = 2166136261;
  for (const c of text) h = Math.imul(h ^ (c.codePointAt(0) ?? 0), 16777619);
  return h >>> 0;
}

/** Books on a shelf, drawn from the title: the same title always gets the same cover. */
export const Cover = memo(function Cover({ title, className }: { title: string; className?: string }) {
  const seed = hash(title);
  const [ground, book, light] = inks[seed % inks.length] ?? inks[0];
  let state = seed;
  const next = (n: number) => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0, (state >>> 8) % n);
  const books = [];
  for (let x = 14; x < 132; ) {
    const width = 9 + next(12);
    const height = 38 + next(34);
    const fill = [book, light, '#ffffff'][next(3)];
    books.push({ x, width, height, fill, opacity: 0.55 + next(4) / 10, lean: next(9) === 0 ? 7 : 0 });
    x += width + 2 + (next(7) === 0 ? 12 : 0);
  }
  return (
    <svg className={className} viewBox="0 0 160 120" preserveAspectRatio="xMidYMax slice" aria-hidden="true">
      <rect width="160" height="120" fill={ground} />
      <circle cx={110 + next(30)} cy={26 + next(16)} r={10 + next(8)} fill={light} opacity="0.28" />
      {books.map((b) => (
        <g key={b.x} opacity={b.opacity} transform={b.lean ? `rotate(${b.lean} ${b.x} 94)` : undefined}>
          <rect x={b.x} y={94 - b.height} width={b.width} height={b.height} rx="1.5" fill={b.fill} />
          <rect x={b.x} y={100 - b.height} width={b.width} height="2" fill={ground} opacity="0.55" />
        </g>
      ))}
      <rect y="94" width="160" height="5" fill={light} opacity="0.9" />
      <rect y="99" width="160" height="21" fill="#000" opacity="0.14" />
    </svg>
  );
});

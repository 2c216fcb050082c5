/** Colours as `#rrggbb`, measured as WCAG 2.2 does. */

/** What WCAG asks of text at level AA. */
export const LEAST_CONTRAST = 4.5;

export type Scheme = 'light' | 'dark';

/** What the colour of a publisher stands on, or what stands on it, by scheme. */
const GROUNDS: Record<Scheme, readonly string[]> = {
  light: ['#ffffff', '#f7f5f0', '#f4f2ed', '#f4f3ef'],
  dark: ['#151614', '#1d1e1c', '#252623', '#161715', '#20221f', '#10261c'],
};
/** Of the page under what is chosen, tinted with the colour. */
const TINT: Record<Scheme, { ground: string; share: number }> = {
  light: { ground: '#ffffff', share: 0.1 },
  dark: { ground: '#1d1e1c', share: 0.12 },
};

export const isColor = (text: string): boolean => /^#[0-9a-f]{6}$/.test(text);

const channels = (color: string): number[] => [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));

const linear = (channel: number): number => {
  const value = channel / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
};

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = channels(color).map(linear);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** From 1 to 21. */
export function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function mixed(color: string, { ground, share }: { ground: string; share: number }): string {
  const under = channels(ground);
  const parts = channels(color).map((part, at) => Math.round(part * share + (under[at] ?? 0) * (1 - share)));
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** The ground on which a colour is read worst in a scheme, and how well. */
export function worstContrast(color: string, scheme: Scheme): { against: string; contrast: number } {
  const grounds = [...GROUNDS[scheme], mixed(color, TINT[scheme])];
  const measured = grounds.map((against) => ({ against, contrast: contrast(color, against) }));
  return measured.reduce((worst, one) => (one.contrast < worst.contrast ? one : worst));
}

import type { Brand } from '../api/types.ts';

/** The program's own name until the server was asked. */
let site = 'Carrel';
let page = '';

/** Names the browser's tab after a page, and after whose it is. */
export function nameTab(title: string): void {
  page = title;
  document.title = `${title} · ${site}`;
}

/** Sets the publisher's name in the tab, and the colours for the whole page; base.css says where they stand. */
export function showBrand({ name: publisher, lightColor, darkColor }: Brand): void {
  site = publisher;
  if (page) nameTab(page);
  const mixed = (color: string | null, part: string) => color && `color-mix(in srgb, ${color} ${part})`;
  const values = {
    '--brand-light': lightColor,
    '--brand-light-soft': mixed(lightColor, '10%, #ffffff'),
    '--brand-light-hover': mixed(lightColor, '85%, #000000'),
    '--brand-dark': darkColor,
    '--brand-dark-soft': mixed(darkColor, '12%, #1d1e1c'),
  };
  const { style } = document.documentElement;
  for (const [name, value] of Object.entries(values))
    if (value) style.setProperty(name, value);
    else style.removeProperty(name);
}

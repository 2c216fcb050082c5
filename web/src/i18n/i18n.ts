import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

const loaders = {
  en: () => import('./en.json'),
  it: () => import('./it.json'),
};

/** Texts of pages that are opened rarely: they come with the first of these. */
const rareLoaders = {
  en: () => import('./en.rare.json'),
  it: () => import('./it.rare.json'),
};
const rareLoaded = new Set<string>();
let isRareAsked = false;

export type Language = keyof typeof loaders;

/** The languages, each by its own name. */
export const languages: { id: Language; name: string }[] = [
  { id: 'en', name: 'English' },
  { id: 'it', name: 'Italiano' },
];

const key = 'carrel-language';

/** Letters that are written from right to left. */
const rightToLeft =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/** A name in a sentence, in isolates: its direction does not turn what stands beside it. Elements do so by `<bdi>`. */
const isolated = (value: string): string => (rightToLeft.test(value) ? `\u2068${value}\u2069` : value);

function preferred(): Language {
  const wanted = [localStorage.getItem(key), ...navigator.languages].map((l) => l?.slice(0, 2));
  return (wanted.find((l) => l && l in loaders) as Language | undefined) ?? 'en';
}

async function load(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'translation')) {
    i18next.addResourceBundle(language, 'translation', (await loaders[language]()).default);
  }
  if (isRareAsked) await loadRare(language);
}

async function loadRare(language: Language): Promise<void> {
  if (rareLoaded.has(language)) return;
  i18next.addResourceBundle(language, 'translation', (await rareLoaders[language]()).default, true);
  rareLoaded.add(language);
}

/** The code of a page, once the texts that only such pages have are there too. */
export async function withRareTexts<T>(code: Promise<T>): Promise<T> {
  isRareAsked = true;
  const [page] = await Promise.all([code, loadRare(i18next.language as Language)]);
  return page;
}

async function speak(language: Language): Promise<void> {
  await load(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

/** Starts with the language chosen earlier, or the first of the browser's that there is; follows what other tabs choose. */
export async function startLanguage(): Promise<void> {
  const lng = preferred();
  await i18next
    .use(initReactI18next)
    .init({ lng, fallbackLng: false, interpolation: { escapeValue: true, escape: isolated }, resources: {} });
  await speak(lng);
  addEventListener('storage', (event) => {
    if (event.key === key) speak(preferred()).catch(() => undefined); // whose words do not come, the tab does not speak
  });
}

/** Changes the language of the page and remembers it in this browser. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(key, language);
  await speak(language);
}

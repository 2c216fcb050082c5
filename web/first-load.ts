import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HtmlTagDescriptor, Plugin, Rolldown } from 'vite';

type Bundle = Rolldown.OutputBundle;

/** The pages whose code is asked for with the page itself: where people come in. */
const PAGES: [pattern: string, module: string][] = [
  ['^/m/\\d+/licenses', 'license/LicensesPage.tsx'],
  ['^/m/\\d+/users$', 'student/StudentsPage.tsx'],
  ['^/m/\\d+/users/', 'student/PersonPage.tsx'],
  ['^/m/\\d+/links', 'link/LinksPage.tsx'],
  ['^/m/\\d+/activity', 'event/EventsPage.tsx'],
  ['^/m/\\d+/api', 'token/TokensPage.tsx'],
  ['^/m/\\d+/members', 'member/MembersPage.tsx'],
  ['^/my', 'my/MyPage.tsx'],
  ['^/l/', 'enroll/EnrollPage.tsx'],
  ['^/sign-in$', 'account/SignInPage.tsx'],
];
const LANGUAGES = ['en', 'it'];

/** The chunk of a module that is imported when it is needed, and those that it imports. */
function filesOf(bundle: Bundle, module: string): string[] {
  const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
  const start = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(`/src/${module}`));
  if (!start) throw new Error(`the build has no chunk for ${module}`);
  const found = new Set<string>();
  const walk = (name: string) => {
    if (found.has(name)) return;
    found.add(name);
    for (const next of chunks.find(({ fileName }) => fileName === name)?.imports ?? []) walk(next);
  };
  walk(start.fileName);
  return [...found];
}

/** Which files the page at an address needs beside those that every page does. */
function filesByPage(bundle: Bundle | undefined) {
  if (!bundle) return { languages: Object.fromEntries(LANGUAGES.map((name) => [name, []])), pages: [] };
  const entries = Object.values(bundle).filter(
    (file) => file.type === 'chunk' && file.isEntry,
  ) as Rolldown.OutputChunk[];
  const known = new Set(entries.flatMap(({ fileName, imports }) => [fileName, ...imports]));
  const rest = (module: string) => filesOf(bundle, module).filter((file) => !known.has(file));
  return {
    languages: Object.fromEntries(LANGUAGES.map((name) => [name, rest(`i18n/${name}.json`)])),
    pages: PAGES.map(([pattern, module]) => [pattern, rest(module)]),
  };
}

/** The style sheet, taken out of the bundle: what it fetches is named from the path that the server is reached under. */
function styleOf(bundle: Bundle | undefined): string | null {
  const sheet = Object.values(bundle ?? {}).find(({ fileName }) => fileName.endsWith('.css'));
  if (sheet?.type !== 'asset') return null;
  delete bundle?.[sheet.fileName];
  const css = sheet.source.toString();
  if (css.includes('</')) throw new Error('the style sheet would end its own element');
  return css.replaceAll(/url\((["']?)\.\//g, 'url($1/assets/');
}

/**
 * Makes the page show something at once: `boot.js` goes into it, with the names of the files that each address needs.
 * The style sheet is a part of the page, after the outline, which is painted meanwhile: over a slow line it then arrives
 * in the time in which nothing else does, until the scripts that the page asks for begin to come. A page that is known
 * is not sent again (its ETag).
 */
export function firstLoad(): Plugin {
  const boot = readFileSync(join(import.meta.dirname, 'boot.js'), 'utf8');
  return {
    name: 'first-load',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const style = styleOf(bundle);
        const lighter = style === null ? html : html.replaceAll(/ *<link rel="stylesheet"[^>]*>\n/g, '');
        const files = JSON.stringify(filesByPage(bundle));
        const script: HtmlTagDescriptor = {
          tag: 'script',
          children: `window.carrelFiles = ${files};\n${boot}`,
          injectTo: 'head',
        };
        const last = style === null ? '</body>' : `<style>${style}</style>\n  </body>`;
        return { html: lighter.replace('</body>', () => last), tags: [script] };
      },
    },
  };
}

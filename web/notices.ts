import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

/** The file beside the page that names what of others is in the web app. */
export const NOTICES = 'THIRD_PARTY_NOTICES.txt';

interface Package {
  name: string;
  version: string;
  license: string;
  homepage?: string;
  repository?: string | { url: string };
  author?: string | { name: string };
}

const LEAD = `The web app of Carrel holds software of others, unchanged or in parts, under the licenses below.`;
const IN_PACKAGE = /^.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+/;
const LICENSE_FILE = /^(licen[cs]e|copying|notice)/i;

/** The folders of the packages that modules lie in; virtual modules of tools begin with a NUL. */
const foldersOf = (ids: Iterable<string>): string[] => [
  ...new Set([...ids].flatMap((id) => IN_PACKAGE.exec(id.replace(/^\0/, ''))?.[0] ?? [])),
];

/** Packages that style sheets import: they are put in place before there is a module graph. */
function styledBy(folder: string): string[] {
  const here = createRequire(join(folder, 'index.css'));
  const names = globSync('**/*.css', { cwd: folder }).flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/@import\s+(?:url\()?["']([^."'/][^"']*)/g)].map(
      ([, to]) => to,
    ),
  );
  return names.flatMap((name = '') => foldersOf([here.resolve(name)]));
}

const nameOf = (author: Package['author']): string | undefined => (typeof author === 'string' ? author : author?.name);

/** The words of the MIT license, which this project has too, for packages that name it without its text. */
function mitText(folder: string, own: Package): string {
  const info = join(folder, 'info.json'); // sets of icons tell there who drew them
  const drawn: Partial<Package> = existsSync(info) ? JSON.parse(readFileSync(info, 'utf8')) : {};
  const author = nameOf(drawn.author) ?? nameOf(own.author);
  if (own.license !== 'MIT' || !author) throw new Error(`${own.name} holds no text of its license`);
  const words = readFileSync(join(import.meta.dirname, '../LICENSE'), 'utf8');
  return words.trim().replace(/^Copyright .*$/m, `Copyright (c) ${author}`);
}

function noticeOf(folder: string): [name: string, text: string] {
  const own: Package = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const { name, version, license, ...more } = own;
  if (!license) throw new Error(`${name} does not say under which license it is`);
  const from = more.homepage ?? (typeof more.repository === 'string' ? more.repository : more.repository?.url) ?? '';
  const texts = readdirSync(folder)
    .filter((file) => LICENSE_FILE.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  if (texts.length === 0) texts.push(mitText(folder, own));
  return [
    name,
    [`${name} ${version}`, `License: ${license}`, from, ...texts.map((text) => `\n${text}`)].filter(Boolean).join('\n'),
  ];
}

/** Writes the names, versions and licenses of all packages that end in the web app, and of `more`. */
export function notices(more: string[]): Plugin {
  return {
    name: 'notices',
    apply: 'build',
    generateBundle() {
      const here = createRequire(import.meta.url);
      const folders = [
        ...foldersOf(this.getModuleIds()),
        ...styledBy(join(import.meta.dirname, 'src')),
        ...more.map((name) => dirname(here.resolve(`${name}/package.json`))),
      ].filter((folder) => existsSync(join(folder, 'package.json')));
      const all = new Map(folders.map(noticeOf));
      const sorted = [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
      const line = `\n\n${'-'.repeat(80)}\n\n`;
      this.emitFile({ type: 'asset', fileName: NOTICES, source: `${[LEAD, ...sorted].join(line)}\n` });
    },
  };
}

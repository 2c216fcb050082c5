import { readFileSync } from 'node:fs';

/** The blocks of code of one language in a document, in order. */
export function samplesOf(path: string, language: string): string[] {
  const blocks = readFileSync(path, 'utf8').matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'));
  return [...blocks].map(([, code = '']) => code);
}

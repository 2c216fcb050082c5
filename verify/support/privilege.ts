import { execFileSync, spawnSync } from 'node:child_process';
import { Skipped } from './proof.ts';

export const canUse = (tool: string): boolean => spawnSync('which', [tool]).status === 0;

/** Skips the test, with the reason, where a tool is missing or root is needed and not had. */
export function needs(...tools: string[]): void {
  for (const tool of tools) {
    if (!canUse(tool)) throw new Skipped(`needs ${tool}, which is not installed`);
  }
}

export function needsRoot(): void {
  if (process.getuid?.() !== 0) throw new Skipped('needs root, to mount a file system');
}

export const run = (command: string, ...words: string[]): string =>
  execFileSync(command, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** Mounts, or skips the test where this machine does not let it. */
export function mount(...words: string[]): void {
  const { status, stderr, error } = spawnSync('mount', words, { encoding: 'utf8' });
  if (status !== 0) throw new Skipped(`cannot mount here: ${error?.message ?? stderr.trim()}`);
}

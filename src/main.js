#!/usr/bin/env node
// Plain JavaScript: a TypeScript file here would load the compiler at each start, before the cache is on.
import { readdirSync, statSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

const sources = import.meta.dirname;
const built = join(sources, '../dist/program.js');

/** When a file was changed; undefined where there is none. */
const changed = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs;

/**
 * Whether the server was built (build.mjs), and nothing that it is built from has changed since. An image may hold the
 * built server without its sources, or without the list of packages.
 */
function isBuilt() {
  const at = changed(built);
  if (at === undefined) return false;
  if (changed(join(sources, 'cli/program.ts')) === undefined) return true;
  const files = readdirSync(sources, { recursive: true }).map((name) => join(sources, name));
  return [sources, ...files, join(sources, '../package-lock.json')].every((file) => (changed(file) ?? 0) <= at);
}

enableCompileCache(join(sources, '../node_modules/.cache/carrel')); // TypeScript is stripped and compiled once
const { run } = await import(isBuilt() ? built : './cli/program.ts');
process.exitCode = await run(process.argv);

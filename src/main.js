#!/usr/bin/env node
// Plain JavaScript: a TypeScript file here would load the compiler at each start, before the cache is on.
import { readdirSync, statSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

const sources = import.meta.dirname;
const built = join(sources, '../dist/program.js');

/** Whether the server was built (build.mjs), and nothing that it is built from has changed since. */
function isBuilt() {
  const at = statSync(built, { throwIfNoEntry: false })?.mtimeMs;
  if (at === undefined) return false;
  const files = readdirSync(sources, { recursive: true }).map((name) => join(sources, name));
  return [sources, ...files, join(sources, '../package-lock.json')].every((file) => statSync(file).mtimeMs <= at);
}

enableCompileCache(join(sources, '../node_modules/.cache/carrel')); // TypeScript is stripped and compiled once
const { run } = await import(isBuilt() ? built : './cli/program.ts');
process.exitCode = await run(process.argv);

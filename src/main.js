#!/usr/bin/env node
// Plain JavaScript: a TypeScript file here would load the compiler at each start, before the cache is on.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/carrel')); // TypeScript is stripped and compiled once
const { run } = await import('./cli/program.ts');
process.exitCode = await run(process.argv);

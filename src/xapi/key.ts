import { createHash } from 'node:crypto';
import { conditionsOf, type Filter, keysOf } from '../rules/xapi/keys.ts';

/** What is kept of a key: 120 bits, which nobody can make two statements share. */
const hashed = (key: string): string => createHash('sha256').update(key).digest('base64url').slice(0, 20);

/** What stands for an agent at its documents. */
export const agentKey = (identity: string): string => hashed(JSON.stringify(['agent', identity]));

/** The keys under which a statement is kept that names an agent, whatever as. */
export const agentKeys = (identity: string): string[] =>
  ['agent', 'related agent'].map((kind) => hashed(JSON.stringify([kind, identity])));

/** The keys under which a statement is kept, each once. */
export const keysToKeep = (statement: Record<string, unknown>): string[] => [...new Set(keysOf(statement))].map(hashed);

/** The keys that a filter looks under. */
export const keysToFind = (filter: Filter): string[][] => conditionsOf(filter).map((keys) => keys.map(hashed));

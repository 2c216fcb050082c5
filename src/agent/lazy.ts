import { setImmediate as turn } from 'node:timers/promises';

type Answering = typeof import('./server.ts').answerMessage;

/** What server.ts builds on, each part in a turn of the event loop for itself; what others need comes first. */
const PARTS: readonly (() => Promise<unknown>)[] = [
  () => import('@modelcontextprotocol/sdk/server/zod-compat.js'),
  () => import('@modelcontextprotocol/sdk/types.js'),
  () => import('@modelcontextprotocol/sdk/server/zod-json-schema-compat.js'),
  () => import('@modelcontextprotocol/sdk/validation/ajv-provider.js'),
  () => import('@modelcontextprotocol/sdk/server/index.js'),
  () => import('@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'),
];

async function load(): Promise<Answering> {
  for (const part of PARTS) {
    await part();
    await turn();
  }
  return (await import('./server.ts')).answerMessage;
}

/** The SDK takes 10 MB built, 30 MB from sources, and up to a third of a second: a server that no agent asks does without it. */
export function lazyAnswering(): () => Promise<Answering> {
  let loading: Promise<Answering> | undefined;
  return () => (loading ??= load());
}

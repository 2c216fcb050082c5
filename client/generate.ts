/**
 * Types the client from the OpenAPI document, and the web app from the server's own routes: `npm run client`. The
 * generator needs the compiler of TypeScript 5, which is why it is installed here and not beside the compiler that
 * checks the code.
 */
import { writeFileSync } from 'node:fs';
import openapiTypes, { astToString } from 'openapi-typescript';
import { buildApp } from '../src/app.ts';
import { openapiDocument } from '../src/docs/openapi.ts';
import type { Document } from '../src/docs/openapi-types.ts';

const DOCUMENT = new URL('../openapi.json', import.meta.url);
const TYPES = new URL('src/schema.ts', import.meta.url);
const WEB_TYPES = new URL('../web/src/api/schema.ts', import.meta.url);

/** The text of `src/schema.ts`. */
export async function clientTypes(): Promise<string> {
  const types = astToString(await openapiTypes(DOCUMENT, { silent: true }));
  return `/** Generated from openapi.json by \`npm run client\`: change that document instead. */\n\n${types}`;
}

/** A document whose shapes are in the order of their names. */
function sorted({ components, ...document }: Document) {
  const schemas = Object.fromEntries(Object.entries(components.schemas).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { ...document, components: { schemas } };
}

/** The text of `web/src/api/schema.ts`: what the server answers to the web app alone, which is not published. */
export async function webTypes(): Promise<string> {
  const document = JSON.stringify(sorted(await openapiDocument(buildApp, 'web app')));
  const types = astToString(await openapiTypes(document, { silent: true }));
  return `/** Generated from the routes of the server by \`npm run client\`: change those instead. */\n\n${types}`;
}

if (import.meta.main) {
  writeFileSync(TYPES, await clientTypes());
  writeFileSync(WEB_TYPES, await webTypes());
}

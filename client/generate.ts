/**
 * Types the client from the OpenAPI document: `npm run client`. The generator needs the compiler of TypeScript 5, which
 * is why it is installed here and not beside the compiler that checks the code.
 */
import { writeFileSync } from 'node:fs';
import openapiTypes, { astToString } from 'openapi-typescript';

const DOCUMENT = new URL('../openapi.json', import.meta.url);
const TYPES = new URL('src/schema.ts', import.meta.url);

/** The text of `src/schema.ts`. */
export async function clientTypes(): Promise<string> {
  const types = astToString(await openapiTypes(DOCUMENT, { silent: true }));
  return `/** Generated from openapi.json by \`npm run client\`: change that document instead. */\n\n${types}`;
}

if (import.meta.main) writeFileSync(TYPES, await clientTypes());

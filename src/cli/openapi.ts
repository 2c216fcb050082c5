import { buildApp } from '../app.ts';
import { openapiDocument } from '../docs/openapi.ts';

export async function openapiCommand(): Promise<void> {
  process.stdout.write(`${JSON.stringify(await openapiDocument(buildApp), null, 2)}\n`);
}

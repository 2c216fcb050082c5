import { buildApp } from '../app.ts';
import { openapiDocument } from '../docs/openapi.ts';

export async function openapiCommand({ publisher }: { publisher?: boolean }): Promise<void> {
  const document = await openapiDocument(buildApp, publisher ? 'publisher' : 'licensing');
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}

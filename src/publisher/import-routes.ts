import { Readable } from 'node:stream';
import { Type } from 'typebox';
import { now, type ServerContext } from '../context.ts';
import { type Fault, invalid, Refusal } from '../errors.ts';
import type { App } from '../http/app-type.ts';
import { offerDryRun, writeFor } from '../http/dry-run.ts';
import { importRecords } from '../import/import.ts';
import { NotJson } from '../import/json-file.ts';
import { ImportProblems } from '../import/problems.ts';
import { principalOf } from '../principal.ts';
import { readReports } from '../progress/read.ts';
import { takeProgress } from '../progress/report.ts';
import { Imported, Reports } from './schema.ts';

const FILE_LIMIT = 64 * 1024 * 1024;
const REPORT_LIMIT = 1024 * 1024;

/** `licenses[3].poolId: no pool 77` as a fault at its place. */
function toFault(problem: string): Fault {
  const [pointer = '', ...rest] = problem.split(': ');
  return rest.length > 0 ? { pointer, detail: rest.join(': ') } : { pointer: '', detail: problem };
}

function refuse(error: unknown): never {
  if (error instanceof NotJson) {
    const what = `is not JSON in UTF-8: ${error.where && `${error.where}: `}${error.message}`;
    throw invalid({ pointer: '', detail: what, reason: 'not_json', values: { place: error.where || error.message } });
  }
  if (!(error instanceof ImportProblems)) throw error;
  const detail = `The file is refused, nothing of it was loaded: ${error.count} problems.`;
  throw new Refusal('invalid_request', { detail, errors: error.problems.map(toFault) });
}

/** The bytes of a file, up to the limit. The connection stays open where reading ends early, for the refusal. */
async function* bytesOf(file: Readable): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const bytes of file.iterator({ destroyOnReturn: false })) {
    size += bytes.length;
    if (size > FILE_LIMIT)
      throw new Refusal('payload_too_large', { detail: `The file has more than ${FILE_LIMIT / 1024 / 1024} MiB.` });
    yield bytes;
  }
}

/** Import files, read as they come by the reader of the command: they may be far larger than what fits into memory. */
function importFiles(app: App, { db, clock }: Pick<ServerContext, 'db' | 'clock'>): void {
  offerDryRun(app);
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', (_request, file, done) => done(null, file));
  app.post('/import', { schema: { response: { 200: Imported } } }, async (request) => {
    const { readImportBytes } = await import('../import/read.ts'); // with its validator, which a start needs nothing of
    const file = request.body as Readable | undefined;
    try {
      using records = await readImportBytes(bytesOf(file ?? Readable.from([])));
      const at = () => now({ clock });
      return await writeFor(db, request, (tx) => importRecords(tx, records, principalOf(request), at()));
    } catch (error) {
      return refuse(error);
    } finally {
      file?.resume(); // the rest of a refused file, so that the refusal is read
    }
  });
}

/** What other systems know: files to import, and reports of progress. */
export function importRoutes(app: App, context: ServerContext): void {
  const { db } = context;
  app.register(async (files: App) => importFiles(files, context));

  app.post(
    '/progress',
    { bodyLimit: REPORT_LIMIT, schema: { body: Reports, response: { 200: Type.Object({ taken: Type.Integer() }) } } },
    async (request) => {
      const by = principalOf(request);
      const { taken } = await db.write(async (tx) => {
        const at = now(context);
        const madeAt = (_: object, lastAccess: number | null) => lastAccess ?? at;
        return takeProgress(tx, await readReports(tx, request.body, { pointer: '', madeAt }), by, at);
      });
      return { taken };
    },
  );
}

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** So long, in milliseconds, other processes and long reads are waited for. */
const PATIENCE_MS = 30_000;

/**
 * A vacuum writes what there is, and nothing else, into the log; the checkpoint copies that over the file, and empties
 * the log. In a thread of its own, because both run for as long as they need.
 */
const CODE = `
const { DatabaseSync } = require('node:sqlite');
const { parentPort, workerData } = require('node:worker_threads');
const db = new DatabaseSync(workerData.path, { timeout: workerData.patience });
try {
  db.exec('pragma trusted_schema = off; pragma synchronous = full; vacuum');
  const { busy } = db.prepare('pragma wal_checkpoint(truncate)').get();
  parentPort.postMessage(busy ? 'busy' : null);
} catch (error) {
  parentPort.postMessage(error.message);
} finally {
  db.close();
}
`;

/** Rewrites the file of a database, so that it and its log hold nothing that was deleted. Nobody may be writing to it. */
export async function rewriteFile(path: string): Promise<void> {
  const worker = new Worker(CODE, { eval: true, workerData: { path, patience: PATIENCE_MS } });
  const [failure] = (await once(worker, 'message')) as [string | null];
  await worker.terminate();
  if (failure !== null) throw new Error(`${path} could not be rewritten: ${failure}`);
}

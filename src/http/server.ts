import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { Logger } from 'pino';
import { answerInTurn, cutNonReaders } from './sockets.ts';

const DEFAULT_CONNECTIONS = 5000;
/** Descriptors for the database, its log, mails, metrics and what is read from disk. */
const RESERVED = 100;
const TELL_EVERY_MS = 60_000;

/** How many descriptors this process may have; null where the system does not say. */
function descriptors(): number | null {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === undefined ? null : Number(soft);
  } catch {
    return null;
  }
}

/** The connections that a server takes at a time: what was asked for, as far as the system has descriptors for them. */
export function connectionLimit(asked: number | null, databaseConnections: number): number {
  const left = (descriptors() ?? Number.POSITIVE_INFINITY) - RESERVED - databaseConnections;
  return Math.max(1, Math.min(asked ?? DEFAULT_CONNECTIONS, left));
}

interface Limits {
  maxConnections: number;
}

/** A server for clients of every kind: those who send or read slowly, stall, or ask too much at once are cut. */
export function httpServer(handle: RequestListener, { maxConnections }: Limits, log: Logger): Server {
  const server = createServer({
    requestTimeout: 10_000,
    keepAliveTimeout: 10_000,
    headersTimeout: 5000,
    connectionsCheckingInterval: 1000,
    requireHostHeader: false, // seen to by readHeads
    joinDuplicateHeaders: true, // otherwise the first of two tokens or content types would count, and the other be ignored
  });
  server.on('request', answerInTurn(handle));
  // What a request expects besides `100-continue` is not looked at (RFC 9110, section 10.1.1).
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  server.maxConnections = maxConnections;
  cutNonReaders(server);
  tellOfRefused(server, log);
  return server;
}

function tellOfRefused(server: Server, log: Logger): void {
  let told = Number.NEGATIVE_INFINITY;
  server.on('drop', () => {
    if (performance.now() - told < TELL_EVERY_MS) return;
    told = performance.now();
    const { maxConnections } = server;
    log.warn({ maxConnections }, 'connections are refused, because as many as may be are open (MAX_CONNECTIONS)');
  });
}

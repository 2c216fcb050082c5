import { Agent, type IncomingHttpHeaders, request } from 'node:http';

export interface Reply {
  status: number;
  text: string;
  headers: IncomingHttpHeaders;
  ms: number;
  /** The body read as JSON, or null. */
  // biome-ignore lint/suspicious/noExplicitAny: answers are compared, not trusted
  json(): any;
}

export interface Ask {
  method?: string;
  path: string;
  token?: string;
  body?: unknown;
  /** Instead of `body`: the bytes as they are. */
  raw?: string | Buffer;
  headers?: Record<string, string>;
  timeoutMs?: number;
}

/** A plain HTTP client that keeps its connections, retries nothing and hides nothing. */
export class Http {
  readonly url: URL;
  readonly #agent: Agent;

  constructor(url: string, connections = 64) {
    this.url = new URL(url);
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections, scheduling: 'lifo' });
  }

  /** Throws what the connection throws, and where no answer comes in time. */
  send({ method = 'GET', path, token, body, raw, headers = {}, timeoutMs = 15_000 }: Ask): Promise<Reply> {
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const all: Record<string, string | number> = { ...headers };
    if (token) all.authorization ??= `Bearer ${token}`;
    if (payload !== undefined) {
      all['content-type'] ??= 'application/json';
      all['content-length'] ??= Buffer.byteLength(payload);
    }
    const started = performance.now();
    return new Promise((resolve, reject) => {
      const { hostname, port } = this.url;
      const asked = request({ agent: this.#agent, hostname, port, path, method, headers: all }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          clearTimeout(timer);
          if (!answer.complete) return reject(new Error('the answer was cut'));
          const text = Buffer.concat(chunks).toString();
          const ms = performance.now() - started;
          resolve({ status: answer.statusCode ?? 0, text, headers: answer.headers, ms, json: () => parse(text) });
        });
      });
      const timer = setTimeout(() => asked.destroy(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
      asked.on('error', (error) => {
        clearTimeout(timer);
        reject(error);
      });
      asked.end(payload);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

// biome-ignore lint/suspicious/noExplicitAny: see json()
function parse(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export const API = '/api/licensing/v1';

import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Guard } from '../guard.ts';
import type { Principal } from '../principal.ts';

declare module 'fastify' {
  interface FastifyInstance {
    inner: InnerRequests;
  }
  interface FastifyRequest {
    /** What a request of the server to itself is held to. */
    guard: Guard | null;
  }
}

/** In whose name the server asks itself. */
export interface Inner {
  principal: Principal;
  guard: Guard | null;
}

export interface InnerRequest {
  method: 'GET' | 'POST';
  /** With its query. */
  url: string;
  body?: object | undefined;
}

const HEADER = 'x-carrel-inner';

/** Requests of the server to itself: by the same routes, for a caller who was authenticated and counted already. */
export class InnerRequests {
  readonly #open = new Map<string, Inner>();

  /** Asks `app`. While it answers, and only then, a random key that never leaves the process stands for the caller. */
  async send(app: FastifyInstance, inner: Inner, { method, url, body }: InnerRequest) {
    const key = randomUUID();
    this.#open.set(key, inner);
    try {
      return await app.inject({ method, url, headers: { [HEADER]: key }, ...(body && { payload: body }) });
    } finally {
      this.#open.delete(key);
    }
  }

  /** Whose the request is, if it is one of the server to itself. */
  of({ headers }: FastifyRequest): Inner | null {
    const key = headers[HEADER];
    return typeof key === 'string' ? (this.#open.get(key) ?? null) : null;
  }
}

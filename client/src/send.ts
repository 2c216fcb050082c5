import { ApiError, readRetryAfter } from './problem.ts';

/** What a client waits for before it sends a request again. */
export interface Wait {
  seconds: number;
  /** What was answered: 429, 502, 503 or 504; 0 where nothing was. */
  status: number;
}

export interface SendOptions {
  /** How long a call waits in all before it gives up, in seconds: 120. A longer `Retry-After` is not waited for. */
  maxWaitSeconds?: number;
  /** How often a request is sent again after a 502, 503, 504 or a lost connection: 4. A 429 is bounded by the wait alone. */
  maxRetries?: number;
  /** How long an answer may take, in seconds: 60. */
  timeoutSeconds?: number;
  /** Told of each wait before it begins. */
  onWait?: (wait: Wait) => void;
  /** Another `fetch`, for tests or proxies. */
  fetch?: (request: Request) => Promise<Response>;
  /** Another way to wait, for tests. */
  sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

const RATE_LIMITED = 429;
const PASSING = [502, 503, 504];
/** What the server does anew each time, whatever the `Idempotency-Key` says. */
const NOT_IDEMPOTENT = /\/webhooks\/[^/]+\/(test|replay)$/;
/** Where a 429 does not say how long to wait: a quarter of the published minute. */
const RATE_WAIT_SECONDS = 15;
const MAX_BACKOFF_SECONDS = 30;

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

/** Reads JSON to its end, so that a connection that breaks within it counts as lost. */
async function whole(response: Response): Promise<Response> {
  if (!response.headers.get('content-type')?.includes('json')) return response;
  const { status, statusText, headers } = response;
  return new Response((await response.text()) || null, { status, statusText, headers });
}

const unexpected = (detail: string, status: number) => new ApiError({ status, code: 'unexpected_answer', detail });

/** Every good answer of the API is CSV, or JSON with something in it: whatever else answers is another server, or a wrong path. */
async function assertJson(response: Response): Promise<void> {
  if (!response.ok || response.headers.get('content-type')?.includes('csv')) return;
  const isThing = (text: string) => {
    const told: unknown = JSON.parse(text);
    return typeof told === 'object' && told !== null;
  };
  try {
    if (isThing(await response.clone().text())) return;
  } catch {
    // told below
  }
  throw unexpected('What answered is not the API, or broke off: check the base URL.', response.status);
}

/** A wrong base URL is told as such, instead of as JSON that cannot be read. */
function assertFromApi(request: Request, response: Response): void {
  if (response.redirected && request.method !== 'GET')
    throw unexpected(`The server redirects to ${new URL(response.url).origin}: use that as the base URL.`, 0);
  if (response.ok && response.headers.get('content-type')?.includes('html'))
    throw unexpected('A web page answered instead of the API: check the base URL.', response.status);
}

type Outcome = { response: Response } | { error: ApiError };

async function attempt(request: Request, options: SendOptions): Promise<Outcome> {
  const { fetch = globalThis.fetch, timeoutSeconds = 60 } = options;
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeoutSeconds * 1000)]);
  try {
    const response = await fetch(new Request(request.clone(), { signal }));
    assertFromApi(request, response);
    const read = await whole(response);
    await assertJson(read);
    return { response: read };
  } catch (cause) {
    if (request.signal.aborted) throw request.signal.reason;
    if (cause instanceof ApiError) throw cause;
    const detail = `The server at ${new URL(request.url).origin} cannot be reached.`;
    return { error: new ApiError({ status: 0, code: 'network', detail }, { cause }) };
  }
}

/** The seconds after which a request is worth sending again; null where its outcome stands. */
function secondsToWait(outcome: Outcome, request: Request, tries: number, maxRetries: number): number | null {
  const status = 'response' in outcome ? outcome.response.status : 0;
  const told = 'response' in outcome ? readRetryAfter(outcome.response.headers) : null;
  if (status === RATE_LIMITED) return told ?? RATE_WAIT_SECONDS;
  const passes = status === 0 || PASSING.includes(status);
  if (!passes || tries > maxRetries || NOT_IDEMPOTENT.test(new URL(request.url).pathname)) return null;
  return told ?? Math.min(2 ** (tries - 1), MAX_BACKOFF_SECONDS);
}

/**
 * Sends a request, and again where that is safe: after a 429 nothing was done, after a 503 or a lost connection the
 * `Idempotency-Key` lets the server do it once.
 */
export async function send(request: Request, options: SendOptions): Promise<Response> {
  const { maxWaitSeconds = 120, maxRetries = 4, sleep = pause, onWait } = options;
  let waited = 0;
  for (let tries = 1; ; ) {
    const outcome = await attempt(request, options);
    const seconds = secondsToWait(outcome, request, tries, maxRetries);
    if (seconds === null || waited + seconds > maxWaitSeconds) {
      if ('error' in outcome) throw outcome.error;
      return outcome.response;
    }
    const status = 'response' in outcome ? outcome.response.status : 0;
    onWait?.({ seconds, status });
    await sleep(seconds * 1000, request.signal);
    waited += seconds;
    if (status !== RATE_LIMITED) tries += 1;
  }
}

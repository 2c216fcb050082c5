import { ApiError, readProblem } from 'carrel-client';
import { base } from './base.ts';
import { once } from './intents.ts';
import { noteAnswer } from './presence.ts';

/** A page of a list, and how many there are in all. */
export interface List<T> {
  items: T[];
  total: number;
}

type Query = Record<string, string | number | boolean | undefined | null>;

interface Options {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  query?: Query;
  body?: unknown;
  /** Sent as it is, for files. */
  raw?: Blob;
  /** Names the request, so that a repetition of it is answered instead of done again. */
  key?: string;
  signal?: AbortSignal;
  headers?: Record<string, string>;
}

/** The query string of what is set, with its question mark. */
export function queryString(query: Query = {}): string {
  const set = Object.entries(query).filter(([, v]) => v !== undefined && v !== null && v !== '');
  return set.length ? `?${new URLSearchParams(set.map(([k, v]) => [k, String(v)]))}` : '';
}

/** Where mails to the reader may tell times in: the server learns it with a sign-in. Days of files are days there. */
export const zone: string = new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** What the page asked for before this code was there, by address: see boot.js. Each answer is taken once. */
const first = (window as { carrelFirst?: Record<string, Promise<Response>> }).carrelFirst ?? {};

function takeFirst(url: string, method: string): Promise<Response> | undefined {
  const answer = method === 'GET' ? first[url] : undefined;
  delete first[url];
  return answer;
}

async function send(path: string, options: Options): Promise<Response> {
  const { method = 'GET', query, body, raw, key, signal, headers } = options;
  const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const url = path + queryString(query);
  const asked =
    takeFirst(url, method) ??
    fetch(base + url, {
      method,
      body: payload ?? null,
      headers: {
        accept: 'application/json',
        ...(zone && method !== 'GET' && { 'x-time-zone': zone }),
        ...(payload !== undefined && { 'content-type': 'application/json' }),
        ...(key && { 'idempotency-key': key }),
        ...headers,
      },
      signal: signal ?? null,
    });
  const response = await asked.catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw new ApiError({ status: 0, code: 'network', detail: 'The server cannot be reached.' });
  });
  if (response.status !== 401 && path.startsWith('/api/app/')) noteAnswer();
  if (!response.ok) throw await readProblem(response);
  return response;
}

async function answerTo<T>(path: string, options: Options): Promise<T> {
  const text = await (await send(path, options)).text();
  return JSON.parse(text || 'null');
}

const leavesOpen = (error: unknown) => !(error instanceof ApiError) || error.status === 0 || error.status >= 500;

/** One call; refusals are thrown as ApiError. A change is made once, however often its button is pressed. */
export function request<T>(path: string, options: Options = {}): Promise<T> {
  const { method = 'GET', query, body, raw, key } = options;
  if (method === 'GET' || raw || key) return answerTo(path, options);
  const name = `${method} ${path}${queryString(query)} ${JSON.stringify(body)}`;
  return once(name, (own) => answerTo<T>(path, { ...options, key: own }), leavesOpen);
}

/** One page of a list. */
export async function requestList<T>(path: string, options: Options = {}): Promise<List<T>> {
  const response = await send(path, options);
  const items: T[] = await response.json();
  return { items, total: Number(response.headers.get('x-total-count') ?? items.length) };
}

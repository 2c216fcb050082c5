import type { paths } from 'carrel-client';
import { type List, request, requestList } from './http.ts';

/** What is below `…/v1/`, the same for tokens and for members who are signed in. */
type Below<P> = P extends `/api/licensing/v1/${infer R}` | `/api/app/managers/{managerId}/v1/${infer R}` ? R : never;

/** The routes of a license manager as the server describes them (client/src/schema.ts). */
type Routes = { [P in keyof paths as Below<P>]: paths[P] };
type Method = 'get' | 'post' | 'patch' | 'delete';
/** The paths that have a method. */
type With<M extends Method> = {
  [P in keyof Routes]: Routes[P] extends Record<M, { responses: object }> ? P : never;
}[keyof Routes];
type Operation<P extends keyof Routes, M extends Method> = Routes[P] extends Record<M, infer O> ? O : never;

type Answer<O> = O extends { responses: { 200: { content: { 'application/json': infer A } } } } ? A : never;
type Item<O> = Answer<O> extends (infer I)[] ? I : never;

/** What need not be given may be undefined. */
type Given<T> = { [K in keyof T]: object extends Pick<T, K> ? T[K] | undefined : T[K] };
/** A query by the names of its parameters; their values also as they stand in the address of the page. */
type QueryOf<O> = O extends { parameters: { query?: infer Q } }
  ? { [K in keyof NonNullable<Q>]?: NonNullable<Q>[K] | string | undefined }
  : never;
type PathOf<O> = O extends { parameters: { path: infer P } } ? Omit<P, 'managerId'> : object;
type BodyOf<O> = O extends { requestBody: { content: { 'application/json': infer B } } } ? Given<B> : never;

type Part<K extends string, T> = object extends T ? { [name in K]?: T } : { [name in K]: T };

type Asked<O> = Part<'path', { [K in keyof PathOf<O>]: PathOf<O>[K] | string }> &
  ([BodyOf<O>] extends [never] ? unknown : { body: BodyOf<O> }) & {
    query?: QueryOf<O>;
    /** Names the request, so that a repetition of it is answered instead of done again. */
    key?: string;
    signal?: AbortSignal;
  };

/** The address of a route of one manager. */
export const managerPath = (id: number, path: string): string => `/api/app/managers/${id}/v1/${path}`;

interface Sent {
  path?: object;
  query?: object;
  body?: unknown;
  key?: string;
  signal?: AbortSignal;
}

function addressOf(m: number, route: string, params: object = {}): string {
  const values = new Map(Object.entries(params).map(([name, value]) => [name, encodeURIComponent(String(value))]));
  return managerPath(
    m,
    route.replace(/\{(\w+)\}/g, (_, name: string) => values.get(name) ?? ''),
  );
}

const optionsOf = ({ query, path: _, ...rest }: Sent) => ({ ...rest, ...(query && { query: { ...query } }) });

/** Reads something of a license manager. */
export const read = <P extends With<'get'>>(
  m: number,
  route: P,
  asked: Asked<Operation<P, 'get'>>,
): Promise<Answer<Operation<P, 'get'>>> => request(addressOf(m, route, asked.path), optionsOf(asked));

/** Reads one page of a list of a license manager. */
export const readList = <P extends With<'get'>>(
  m: number,
  route: P,
  asked: Asked<Operation<P, 'get'>>,
): Promise<List<Item<Operation<P, 'get'>>>> => requestList(addressOf(m, route, asked.path), optionsOf(asked));

/** Changes something of a license manager. */
export const change = <M extends Exclude<Method, 'get'>, P extends With<M>>(
  m: number,
  method: M,
  route: P,
  asked: Asked<Operation<P, M>>,
): Promise<Answer<Operation<P, M>>> =>
  request(addressOf(m, route, asked.path), {
    ...optionsOf(asked),
    method: method === 'post' ? 'POST' : method === 'patch' ? 'PATCH' : 'DELETE',
  });

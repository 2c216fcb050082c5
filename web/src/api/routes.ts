/** What the OpenAPI document of a route says, as types of its calls. */

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** The paths that have a method. */
export type With<Routes, M extends Method> = {
  [P in keyof Routes]: Routes[P] extends Record<M, { responses: object }> ? P : never;
}[keyof Routes] &
  string;
export type Operation<Routes, P extends keyof Routes, M extends Method> =
  Routes[P] extends Record<M, infer O> ? O : never;

export type Answer<O> = O extends { responses: { 200: { content: { 'application/json': infer A } } } } ? A : never;
export type Item<O> = Answer<O> extends (infer I)[] ? I : never;

/** What need not be given may be undefined. */
type Given<T> = { [K in keyof T]: object extends Pick<T, K> ? T[K] | undefined : T[K] };
/** A query by the names of its parameters; their values also as they stand in the address of the page. */
type QueryOf<O> = O extends { parameters: { query?: infer Q } }
  ? { [K in keyof NonNullable<Q>]?: NonNullable<Q>[K] | string | undefined }
  : never;
type PathOf<O> = O extends { parameters: { path: infer P } } ? Omit<P, 'managerId'> : object;
export type BodyOf<O> = O extends { requestBody: { content: { 'application/json': infer B } } } ? Given<B> : never;

type Part<K extends string, T> = object extends T ? { [name in K]?: T } : { [name in K]: T };

/** What a call of an operation takes. */
export type Asked<O> = Part<'path', { [K in keyof PathOf<O>]: PathOf<O>[K] | string }> &
  ([BodyOf<O>] extends [never] ? unknown : { body: BodyOf<O> }) & {
    query?: QueryOf<O>;
    /** Names the request, so that a repetition of it is answered instead of done again. */
    key?: string;
    signal?: AbortSignal;
  };

interface Sent {
  path?: object;
  query?: object;
  body?: unknown;
  raw?: Blob;
  key?: string;
  signal?: AbortSignal;
  headers?: Record<string, string>;
}

/** The path of a route with its parameters filled in. */
export function fillPath(route: string, params: object = {}): string {
  const values = new Map(Object.entries(params).map(([name, value]) => [name, encodeURIComponent(String(value))]));
  return route.replace(/\{(\w+)\}/g, (_, name: string) => values.get(name) ?? '');
}

export const optionsOf = ({ query, path: _, ...rest }: Sent) => ({ ...rest, ...(query && { query: { ...query } }) });

export const methodOf = <M extends Exclude<Method, 'get'>>(method: M) => method.toUpperCase() as Uppercase<M>;

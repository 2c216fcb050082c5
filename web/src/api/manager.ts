import type { paths } from 'carrel-client';
import { type List, request, requestList } from './http.ts';
import {
  type Answer,
  type Asked,
  fillPath,
  type Item,
  type Method,
  methodOf,
  type Operation,
  optionsOf,
  type With,
} from './routes.ts';

/** What is below `…/v1/`, the same for tokens and for members who are signed in. */
type Below<P> = P extends `/api/licensing/v1/${infer R}` | `/api/app/managers/{managerId}/v1/${infer R}` ? R : never;

/** The routes of a license manager as the server describes them (client/src/schema.ts). */
type Routes = { [P in keyof paths as Below<P>]: paths[P] };

/** The address of a route of one manager. */
export const managerPath = (id: number, path: string): string => `/api/app/managers/${id}/v1/${path}`;

const addressOf = (m: number, route: string, params?: object) => managerPath(m, fillPath(route, params));

/** Reads something of a license manager. */
export const read = <P extends With<Routes, 'get'>>(
  m: number,
  route: P,
  asked: Asked<Operation<Routes, P, 'get'>>,
): Promise<Answer<Operation<Routes, P, 'get'>>> => request(addressOf(m, route, asked.path), optionsOf(asked));

/** Reads one page of a list of a license manager. */
export const readList = <P extends With<Routes, 'get'>>(
  m: number,
  route: P,
  asked: Asked<Operation<Routes, P, 'get'>>,
): Promise<List<Item<Operation<Routes, P, 'get'>>>> => requestList(addressOf(m, route, asked.path), optionsOf(asked));

/** Changes something of a license manager. */
export const change = <M extends Exclude<Method, 'get'>, P extends With<Routes, M>>(
  m: number,
  method: M,
  route: P,
  asked: Asked<Operation<Routes, P, M>>,
): Promise<Answer<Operation<Routes, P, M>>> =>
  request(addressOf(m, route, asked.path), { ...optionsOf(asked), method: methodOf(method) });

/** Puts a text where one is taken as well as JSON. */
export const putText = <P extends With<Routes, 'put'>>(
  m: number,
  route: P,
  { text, query }: { text: Blob; query: Asked<Operation<Routes, P, 'put'>>['query'] },
): Promise<Answer<Operation<Routes, P, 'put'>>> =>
  request(addressOf(m, route), {
    method: 'PUT',
    raw: text,
    query: { ...query },
    headers: { 'content-type': 'text/csv; charset=utf-8' },
  });

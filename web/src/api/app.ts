import { type List, request, requestList } from './http.ts';
import {
  type Answer,
  type Asked,
  type BodyOf,
  fillPath,
  type Item,
  type Method,
  methodOf,
  type Operation,
  optionsOf,
  type With,
} from './routes.ts';
import type { paths } from './schema.ts';

type Get<P extends keyof paths> = Operation<paths, P, 'get'>;

interface Further {
  headers?: Record<string, string>;
}

/** A body where none is described: an empty one, or a file as it is. */
type Undescribed<O> = [BodyOf<O>] extends [never]
  ? { body?: Record<string, never>; raw?: Blob; headers?: Record<string, string> }
  : unknown;

/** Reads something of the web app's own routes, which are those of no license manager (schema.ts). */
export const get = <P extends With<paths, 'get'>>(route: P, asked: Asked<Get<P>> & Further): Promise<Answer<Get<P>>> =>
  request(fillPath(route, asked.path), optionsOf(asked));

/** Reads one page of a list. */
export const getList = <P extends With<paths, 'get'>>(
  route: P,
  asked: Asked<Get<P>> & Further,
): Promise<List<Item<Get<P>>>> => requestList(fillPath(route, asked.path), optionsOf(asked));

/** Changes something. */
export const send = <M extends Exclude<Method, 'get'>, P extends With<paths, M>>(
  method: M,
  route: P,
  asked: Asked<Operation<paths, P, M>> & Undescribed<Operation<paths, P, M>>,
): Promise<Answer<Operation<paths, P, M>>> =>
  request(fillPath(route, asked.path), { ...optionsOf(asked), method: methodOf(method) });

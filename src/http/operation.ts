import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type {
  ContextConfigDefault,
  FastifyBaseLogger,
  FastifyContextConfig,
  FastifySchema,
  RawServerDefault,
  RouteGenericInterface,
  RouteHandlerMethod,
  RouteShorthandOptions,
} from 'fastify';
import type { Services } from '../context.ts';
import type { App } from './app-type.ts';

/** The handler that Fastify takes for a route with this schema. */
type Handler<Schema extends FastifySchema> = RouteHandlerMethod<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  RouteGenericInterface,
  ContextConfigDefault,
  Schema,
  TypeBoxTypeProvider,
  FastifyBaseLogger
>;

interface Options<Schema extends FastifySchema>
  extends Pick<RouteShorthandOptions, 'attachValidation' | 'validatorCompiler' | 'preValidation'> {
  schema: Schema;
  config?: FastifyContextConfig;
  /** Bytes of a body, where it may be longer than others. */
  bodyLimit?: number;
}

type Handle<Schema extends FastifySchema> = (
  services: Services,
  request: Parameters<Handler<Schema>>[0],
  reply: Parameters<Handler<Schema>>[1],
) => ReturnType<Handler<Schema>>;

/** What a route does, apart from where it stands: its schema, and the handler that takes its types from it. */
export interface Operation extends Options<FastifySchema> {
  handle: (services: Services, request: never, reply: never) => unknown;
}

export const operation = <const Schema extends FastifySchema>(
  options: Options<Schema>,
  handle: Handle<Schema>,
): Operation => ({ ...options, handle });

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Method, path below the mount, and what it does. */
export type Route = readonly [method: Method, path: string, operation: Operation];

/** Serves a table of routes. */
export function mount(app: App, services: Services, routes: readonly Route[]): void {
  for (const [method, url, { handle, ...options }] of routes) {
    const serve = handle as Handle<FastifySchema>;
    app.route({ ...options, method, url, handler: (request, reply) => serve(services, request, reply) });
  }
}

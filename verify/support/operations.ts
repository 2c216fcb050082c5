import type { Http } from './http.ts';

/** One operation of the OpenAPI document, as far as the tests need it. */
export interface Operation {
  method: string;
  /** With `{id}` and the like. */
  path: string;
  query: string[];
  hasBody: boolean;
}

interface Document {
  paths: Record<string, Record<string, { parameters?: { name: string; in: string }[]; requestBody?: unknown }>>;
}

const METHODS = new Set(['get', 'post', 'put', 'patch', 'delete']);

/** Every operation that the server itself documents. */
export async function operationsOf(http: Http): Promise<Operation[]> {
  const { paths } = (await http.send({ path: '/api/licensing/openapi.json' })).json() as Document;
  const forTokens = Object.entries(paths).filter(
    ([path]) => path.startsWith('/api/licensing/') && !path.includes('/bulk'),
  );
  return forTokens.flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => METHODS.has(method))
      .map(([method, { parameters = [], requestBody }]) => ({
        method: method.toUpperCase(),
        path,
        query: parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name),
        hasBody: requestBody !== undefined,
      })),
  );
}

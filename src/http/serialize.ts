import buildSerializer, { type Schema } from 'fast-json-stringify';
import type { FastifyInstance } from 'fastify';

type Serialize = (value: unknown) => string;

/**
 * Compiles how good answers are written once per shape, when the first one leaves: many routes share one, and each
 * compilation takes all shared schemas in. Refusals have one shape, which `sendProblem` writes.
 */
export function serializeByShape(app: FastifyInstance): void {
  const known = new Map<string, Serialize>();
  app.setSerializerCompiler(({ schema, httpStatus }) => {
    if (httpStatus !== '200') return JSON.stringify;
    const shape = JSON.stringify(schema);
    const build = () => {
      const made = buildSerializer(schema as Schema, { schema: app.getSchemas() as Record<string, Schema> });
      known.set(shape, made);
      return made;
    };
    let serialize: Serialize | undefined;
    return (value) => {
      serialize ??= known.get(shape) ?? build();
      return serialize(value);
    };
  });
}

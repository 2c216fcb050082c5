import buildSerializer, { type Schema } from 'fast-json-stringify';
import type { FastifyInstance } from 'fastify';

type Serialize = (value: unknown) => string;

/**
 * Compiles how good answers are written once per shape, when the first one leaves: many routes share one, and each
 * compilation takes all shared schemas in. Refusals have one shape, which `sendProblem` writes.
 */
export function serializeByShape(app: FastifyInstance): void {
  const known = new Map<string, Serialize>();
  const whenFirstUsed = (schema: Schema): Serialize => {
    let serialize: Serialize | undefined;
    return (value) => {
      serialize ??= buildSerializer(schema, { schema: app.getSchemas() as Record<string, Schema> });
      return serialize(value);
    };
  };
  app.setSerializerCompiler(({ schema, httpStatus }) => {
    if (httpStatus !== '200') return JSON.stringify;
    const shape = JSON.stringify(schema);
    const serialize = known.get(shape) ?? whenFirstUsed(schema as Schema);
    known.set(shape, serialize);
    return serialize;
  });
}

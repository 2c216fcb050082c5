import { createRequire } from 'node:module';
import type { Ajv, ValidateFunction } from 'ajv';
import type { FastifySchemaCompiler, FastifyServerOptions } from 'fastify';
import { type Fault, invalid, notFound } from '../errors.ts';

interface ParameterSchema {
  type: 'integer' | 'boolean' | 'string';
  minimum?: number;
  maximum?: number;
  enum?: string[];
  maxLength?: number;
  default?: unknown;
}

interface ObjectSchema {
  properties: Record<string, ParameterSchema>;
  required?: string[];
}

/** Plain decimal digits without a leading zero, up to 2^53 - 1; null for anything else. */
export function parseWhole(text: string): number | null {
  const value = /^[1-9]\d{0,15}$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? value : null;
}

const BOOLEANS: Record<string, boolean> = { true: true, '1': true, false: false, '0': false };

const reject = (detail: string): never => {
  throw new TypeError(detail);
};

function convert(text: string, schema: ParameterSchema): unknown {
  if (schema.type === 'boolean') return BOOLEANS[text] ?? reject('must be true, false, 1 or 0');
  if (schema.type === 'string') {
    if (text.includes('\0') || !text.isWellFormed()) reject('contains a NUL character or is not UTF-8');
    if (schema.enum && !schema.enum.includes(text)) reject(`must be one of ${schema.enum.join(', ')}`);
    return text.length > (schema.maxLength ?? 1000) ? reject('is too long') : text;
  }
  const { minimum = 1, maximum = Number.MAX_SAFE_INTEGER } = schema;
  const value = text === '0' ? 0 : parseWhole(text);
  return value === null || value < minimum || value > maximum
    ? reject(
        `must be a whole number from ${minimum}${maximum < Number.MAX_SAFE_INTEGER ? ` to ${maximum}` : ''}, in plain digits`,
      )
    : value;
}

/** Reads a query string by its schema: exact spellings, each parameter once, unknown ones ignored. */
function readQuery(
  schema: ObjectSchema,
  given: Record<string, unknown>,
): { value: Record<string, unknown> } | { error: Error } {
  const value: Record<string, unknown> = {};
  const faults: Fault[] = [];
  for (const [name, parameter] of Object.entries(schema.properties)) {
    const text = Object.hasOwn(given, name) ? given[name] : undefined;
    if (text === undefined) {
      if (schema.required?.includes(name)) faults.push({ parameter: name, detail: 'is required' });
      else if (parameter.default !== undefined) value[name] = parameter.default;
    } else if (typeof text !== 'string') faults.push({ parameter: name, detail: 'is given more than once' });
    else {
      try {
        value[name] = convert(text, parameter);
      } catch (error) {
        faults.push({ parameter: name, detail: (error as Error).message });
      }
    }
  }
  return faults.length > 0 ? { error: invalid(...faults) } : { value };
}

/** Reads the path: what is no id names nothing. */
function readPath(
  schema: ObjectSchema,
  given: Record<string, string>,
): { value: Record<string, unknown> } | { error: Error } {
  try {
    return {
      value: Object.fromEntries(
        Object.entries(given).map(([name, text]) => [
          name,
          convert(text, schema.properties[name] ?? { type: 'string' }),
        ]),
      ),
    };
  } catch {
    return { error: notFound() };
  }
}

/** Compiles at the first use: most of the time between start and ready would be schemas that nobody asks for yet. */
function whenFirstUsed(compile: () => ValidateFunction): ReturnType<FastifySchemaCompiler<unknown>> {
  let check: ValidateFunction | undefined;
  const validate: ReturnType<FastifySchemaCompiler<unknown>> = (data) => {
    check ??= compile();
    const holds = check(data);
    validate.errors = (check as ReturnType<FastifySchemaCompiler<unknown>>).errors ?? null;
    return holds;
  };
  return validate;
}

const load = createRequire(import.meta.url);

/** Loaded with the first body, and in the same turn: a start needs none of it. */
function newAjv(): Ajv {
  const { Ajv } = load('ajv') as typeof import('ajv');
  const addFormats = load('ajv-formats') as typeof import('ajv-formats');
  const ajv = new Ajv({
    allErrors: true,
    coerceTypes: false,
    removeAdditional: false,
    useDefaults: false,
    strict: false,
  });
  addFormats.default(ajv);
  return ajv;
}

type Factories = NonNullable<NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']>;

type Part = Parameters<FastifySchemaCompiler<unknown>>[0];
type Validate = ReturnType<FastifySchemaCompiler<unknown>>;

/** For routes that read their bodies themselves: only query and path are validated, the body is documented. */
export const parametersOnly = ({ schema, httpPart }: Part): Validate => {
  if (httpPart === 'querystring') return (given: Record<string, unknown>) => readQuery(schema as ObjectSchema, given);
  if (httpPart === 'params') return (given: Record<string, string>) => readPath(schema as ObjectSchema, given);
  return () => true;
};

/** Strict validation: bodies by JSON schema without coercion, queries and paths by exact spelling. */
function strictCompiler(shared: unknown): FastifySchemaCompiler<unknown> {
  let ajv: Ajv | undefined;
  const compile = (schema: object) => {
    ajv ??= newAjv().addSchema(Object.values(shared as Record<string, object>));
    return ajv.compile(schema);
  };
  return (part) =>
    part.httpPart === 'querystring' || part.httpPart === 'params'
      ? parametersOnly(part)
      : whenFirstUsed(() => compile(part.schema as object));
}

/** How this server reads requests and writes answers. JSON.stringify is faster than what is compiled from schemas. */
export const compilers = {
  buildValidator: strictCompiler as unknown as NonNullable<Factories['buildValidator']>, // typed there as Ajv's own
  buildSerializer: () => () => JSON.stringify,
} satisfies Factories;

import { type Static, type TSchema, Type } from 'typebox';

/** A reference to a shared schema, with its type. */
export const ref = <T extends TSchema>(schema: T) =>
  Type.Unsafe<Static<T>>({ $ref: `${(schema as { $id?: string }).$id}#` });

export const DateTime = (description: string) =>
  Type.String({
    description,
    examples: ['2024-04-17T15:23:08+00:00'],
    pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+00:00$',
  });

/** A date-time or null: two types, because to write a union each value is validated to find its branch. */
export const DateTimeOrNull = (description: string) =>
  Type.Unsafe<string | null>({ ...DateTime(description), type: ['string', 'null'] });

/** What may also be null. */
export const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** An id where the contract writes it as a string. */
export const IdText = (of: string) => Type.String({ description: `The id of ${of}, as text.`, pattern: '^[1-9]\\d*$' });
/** An id where the contract writes it as a number. */
export const IdNumber = (of: string) =>
  Type.Integer({ description: `The id of ${of}.`, minimum: 1, maximum: Number.MAX_SAFE_INTEGER });

export const IdPath = Type.Object({
  id: Type.Integer({ minimum: 1, description: 'Plain decimal digits; anything else is 404.' }),
});

/** Where a request is wrong, place by place. */
export const Faults = Type.Optional(
  Type.Array(
    Type.Object({
      pointer: Type.Optional(Type.String({ description: 'JSON pointer into the body.' })),
      parameter: Type.Optional(Type.String({ description: 'A query parameter or header.' })),
      detail: Type.String(),
    }),
  ),
);

/** What is wrong with one row of many. */
export const RowFaults = Type.Optional(
  Type.Array(
    Type.Object({
      pointer: Type.String({ description: 'JSON pointer into the row.' }),
      detail: Type.String(),
      reason: Type.Optional(Type.String({ description: 'The kind of fault, for words of one’s own.' })),
      values: Type.Optional(
        Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]), {
          description: 'What the words are about.',
        }),
      ),
    }),
  ),
);

export const Problem = Type.Object(
  {
    type: Type.String({ description: 'A page about this kind of problem.' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({ description: 'What was wrong, and what to do.' }),
    instance: Type.String({ description: 'The resource that refused, by its route.' }),
    code: Type.String({ description: 'Stable; decide by this.' }),
    errors: Faults,
  },
  { $id: 'Problem', description: 'A refusal (RFC 9457).' },
);

const refusal = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: ref(Problem) } },
});

const texts = {
  400: 'The request is not valid, or the rules refuse it: see `code`.',
  401: 'No valid token.',
  403: 'The token may only read.',
  404: 'No such resource.',
  413: 'The body is larger than this resource accepts: 64 KiB, where nothing else is said.',
  415: 'The body is not plain JSON in UTF-8.',
  429: 'Over the rate limit.',
  500: 'Server error.',
  503: 'The server cannot do this now, or cannot say whether it did.',
};

/** The answers of an operation: the good one, and the refusals that it can give. */
export function answers(good: TSchema, ...refusals: (keyof typeof texts)[]): Record<string, unknown> {
  const always = [400, 401, 429, 500, 503] as const;
  return {
    200: good,
    ...Object.fromEntries(
      [...new Set([...refusals, ...always])].sort().map((status) => [status, refusal(texts[status])]),
    ),
  };
}

export const IdempotencyKeyHeader = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      description: 'Makes a retry safe: the same key and request get the first answer again, for 24 hours.',
    }),
  ),
});

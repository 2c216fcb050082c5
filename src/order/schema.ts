import { type Static, type TSchema, Type } from 'typebox';
import { EmailText } from '../auth/schema.ts';
import { PageQuery } from '../http/list.ts';
import { DateTime, IdNumber, IdText, orNull } from '../http/schema.ts';
import { isoTime } from '../rules/time.ts';
import type { Order as OrderFacts } from './order.ts';
import type { Product as ProductFacts } from './product.ts';

const closed = { additionalProperties: false };
const optional = <T extends TSchema>(schema: T) => Type.Optional(orNull(schema));
const ID = '^[1-9]\\d{0,15}$';
const STATES = ['active', 'parked', 'cancelled'] as const;

export const SOURCE = '^[a-z0-9-]{1,40}$';
const Source = Type.String({ pattern: SOURCE, description: 'Where it was bought, such as `stripe`.' });
const Code = (description: string, maxLength = 100) => Type.String({ minLength: 1, maxLength, description });
const Months = Type.Integer({ minimum: 1, maximum: 600, description: 'Counted from the start of the pool.' });
const Transferable = Type.Boolean({ description: 'Default: true, or as the product says.' });
const CourseId = Type.Union([IdNumber('the course'), Type.String({ pattern: ID })]);
const Time = Type.String({ maxLength: 40, examples: ['2027-01-01T00:00:00+00:00'] });
const Domains = Type.Array(Type.String({ maxLength: 253 }), { maxItems: 200 });

/** A license manager, by id, or by an address. */
const Manager = Type.Object(
  {
    id: optional(Type.Union([IdNumber('the license manager'), Type.String({ pattern: ID })])),
    email: optional(EmailText),
    name: optional(Type.String({ maxLength: 400 })),
    allowedDomains: optional(Domains),
    ownerEmail: optional(EmailText),
  },
  { ...closed, description: 'Found by `id`, else by `email`; where there is none, made, and its owner invited.' },
);

export const OrderBody = Type.Object(
  {
    source: Source,
    reference: Code('The number of the order where it was bought.'),
    line: optional(Code('Which line of it. Default: `1`.')),
    manager: Manager,
    courseId: optional(CourseId),
    product: optional(Code('What was bought, where the course is not named: see `/products`.', 200)),
    transferable: optional(Transferable),
    licenses: Type.Integer({ minimum: 1, maximum: 1_000_000_000, description: 'How many units.' }),
    start: optional(Time),
    end: optional(Time),
    months: optional(Months),
  },
  { ...closed, $id: 'OrderBody' },
);

export const ResolveBody = Type.Object(
  {
    courseId: CourseId,
    transferable: optional(Transferable),
    months: optional(Months),
    manager: optional(Manager),
  },
  { ...closed, $id: 'ResolveBody' },
);

/** Null, and no body at all, are the default. */
export const CancelBody = orNull(
  Type.Object(
    {
      mode: optional(
        Type.Enum(['close', 'end'], {
          type: 'string',
          description: '`close` (default): no new assignments, licenses run on; `end`: they end too.',
        }),
      ),
    },
    closed,
  ),
);

export const OrderQuery = Type.Object({
  state: Type.Optional(Type.Enum([...STATES], { type: 'string' })),
  source: Type.Optional(Source),
  search: Type.Optional(
    Type.String({
      maxLength: 200,
      description: 'A part of the reference, the product, or the buyer’s name or address.',
    }),
  ),
  ...PageQuery,
});

export const OrderPath = Type.Object({
  id: Type.Integer({ minimum: 1, description: 'Plain decimal digits; anything else is 404.' }),
});

export const Order = Type.Object(
  {
    id: IdText('the order'),
    source: Type.String(),
    reference: Type.String(),
    line: Type.String(),
    state: Type.Enum([...STATES], { type: 'string' }),
    managerId: orNull(Type.String({ description: 'Null while nobody knows, or has to know, for whom it is.' })),
    poolId: orNull(Type.Integer()),
    courseId: orNull(Type.String()),
    product: orNull(Type.String()),
    licenses: Type.Integer({ description: 'Units, as ordered.' }),
    why: orNull(Type.String({ description: 'Why it is parked or cancelled, in a word; see docs/orders.md.' })),
    created: DateTime('When it came.'),
    changed: DateTime('When it last changed.'),
  },
  { $id: 'Order', description: 'A line of an order, which becomes one pool, once.' },
);

const textOrNull = (id: number | null) => (id === null ? null : String(id));

export const toOrderView = (order: OrderFacts): Static<typeof Order> => ({
  id: String(order.id),
  source: order.source,
  reference: order.reference,
  line: order.line,
  state: order.state,
  managerId: textOrNull(order.managerId),
  poolId: order.poolId,
  courseId: textOrNull(order.courseId),
  product: order.product,
  licenses: order.units,
  why: order.why,
  created: isoTime(order.created),
  changed: isoTime(order.changed),
});

export const ProductPath = Type.Object({ source: Source, product: Code('Percent-encoded.', 200) });

export const ProductBody = Type.Object(
  {
    courseId: CourseId,
    transferable: optional(Type.Boolean({ description: 'Default: true.' })),
    licensesPerUnit: optional(Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'Default: 1.' })),
    months: optional(Months),
  },
  { ...closed, $id: 'ProductBody' },
);

export const Product = Type.Object(
  {
    source: Type.String(),
    product: Type.String(),
    courseId: IdText('the course'),
    transferable: Type.Boolean(),
    licensesPerUnit: Type.Integer(),
    months: orNull(Type.Integer({ description: 'Null: those of the course.' })),
  },
  { $id: 'Product', description: 'What something that a shop sells stands for.' },
);

export const toProductView = (product: ProductFacts): Static<typeof Product> => ({
  ...product,
  courseId: String(product.courseId),
});

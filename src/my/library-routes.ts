import { Type } from 'typebox';
import { visitorOf } from '../auth/require-session.ts';
import { clockOf, now } from '../context.ts';
import { operation } from '../http/operation.ts';
import { IdNumber, IdPath, IdText, orNull, ref } from '../http/schema.ts';
import { License, toLicenseView } from '../license/schema.ts';
import { Enrolled, toEnrolled } from '../link/enrolled-schema.ts';
import { Validity } from '../link/schema.ts';
import { LicenseRequest, Message, toRequestView } from '../request/schema.ts';
import { isoTime } from '../rules/time.ts';
import { placedOne } from '../waiting/list.ts';
import { toEntryView, WaitingEntry } from '../waiting/schema.ts';
import { acceptOwn, borrow, extendOwn, type Library, leaveOwn, ownLibrary, withdrawOwn } from './library.ts';

const LibraryView = Type.Object({
  linkId: IdText('the link'),
  name: orNull(Type.String()),
  course: Type.Object({ id: IdText('the course'), title: Type.String() }),
  manager: Type.String(),
  poolId: IdNumber('the pool'),
  state: Type.Enum(['open', 'full', 'paused', 'future', 'ended', 'closed'], { type: 'string' }),
  free: Type.Integer({ description: 'Licenses that could be taken at once.' }),
  waiting: Type.Integer({ description: 'How many wait by it.' }),
  whenFull: Type.Enum(['refuse', 'wait'], { type: 'string' }),
  approval: Type.Boolean(),
  validity: orNull(Validity),
  extensions: Type.Integer(),
  end: Type.String({ description: 'When a license ends that is taken now.' }),
});

const named = { title: Type.String({ description: 'The title of the course.' }), manager: Type.String() };

const toLibraryView = ({ link, manager, pool, state, free, end }: Library) => ({
  linkId: String(link.id),
  name: link.name,
  course: { id: String(link.course.id), title: link.course.title },
  manager,
  poolId: pool.id,
  state,
  free,
  waiting: link.waiting,
  whenFull: link.whenFull,
  approval: link.approval,
  validity: link.validity,
  extensions: link.extensions,
  end: isoTime(end),
});

export const getLibrary = operation(
  {
    schema: {
      response: {
        200: Type.Object({
          borrow: Type.Array(LibraryView),
          waiting: Type.Array(Type.Object({ ...WaitingEntry.properties, ...named })),
          requests: Type.Array(Type.Object({ ...LicenseRequest.properties, ...named })),
        }),
      },
    },
  },
  async (context, request) => {
    const { libraries, waiting, requests } = await ownLibrary(context.db.read, visitorOf(request), now(context));
    return {
      borrow: libraries.map(toLibraryView),
      waiting: waiting.map(({ title, manager, ...entry }) => ({ ...toEntryView(entry), title, manager })),
      requests: requests.map(({ title, manager, ...one }) => ({ ...toRequestView(one), title, manager })),
    };
  },
);

const BorrowBody = Type.Object({ message: Type.Optional(orNull(Message)) }, { additionalProperties: false });
const LinkPath = Type.Object({ linkId: Type.Integer({ minimum: 1 }) });

export const borrowFromLibrary = operation(
  { schema: { params: LinkPath, body: orNull(BorrowBody), response: { 200: ref(License), 202: Enrolled } } },
  async (context, request, reply) => {
    const asked = { linkId: request.params.linkId, message: request.body?.message?.trim() || null };
    const visitor = visitorOf(request);
    const { db } = context;
    const { status, body } = await db.write(async (tx) =>
      toEnrolled(tx, await borrow(tx, visitor, asked, clockOf(context)), now(context)),
    );
    return reply.code(status).send(body as never);
  },
);

export const acceptOwnOffer = operation(
  { schema: { params: IdPath, response: { 200: ref(License) } } },
  async (context, request) => {
    const clock = clockOf(context);
    const license = await context.db.write((tx) => acceptOwn(tx, visitorOf(request), request.params.id, clock));
    return toLicenseView(license, clock());
  },
);

export const leaveWaitingList = operation(
  { schema: { params: IdPath, response: { 200: ref(WaitingEntry) } } },
  async (context, request) =>
    context.db.write(async (tx) => {
      const entry = await leaveOwn(tx, visitorOf(request), request.params.id, clockOf(context));
      return toEntryView(await placedOne(tx, entry, now(context)));
    }),
);

export const withdrawRequest = operation(
  { schema: { params: IdPath, response: { 200: ref(LicenseRequest) } } },
  async (context, request) =>
    toRequestView(await context.db.write((tx) => withdrawOwn(tx, visitorOf(request), request.params.id, now(context)))),
);

export const extendOwnLicense = operation(
  { schema: { params: IdPath, response: { 200: ref(License) } } },
  async (context, request) => {
    const clock = clockOf(context);
    const license = await context.db.write((tx) => extendOwn(tx, visitorOf(request), request.params.id, clock));
    return toLicenseView(license, clock());
  },
);

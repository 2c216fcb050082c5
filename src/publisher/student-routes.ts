import { setTimeout as pause } from 'node:timers/promises';
import { Type } from 'typebox';
import { readEmail, readName } from '../auth/fields.ts';
import { clockOf, now, type Services } from '../context.ts';
import { notFound, Refusal } from '../errors.ts';
import { describePage, sliceOf } from '../http/list.ts';
import { operation } from '../http/operation.ts';
import { answers, IdempotencyKeyHeader, IdPath, ref } from '../http/schema.ts';
import { change, changeAndFinish } from '../http/write.ts';
import { correctStudent } from '../person/correct.ts';
import { eraseStudent as erase } from '../person/erase.ts';
import { exportPerson } from '../person/export.ts';
import { finishErasures, keptMailsNaming } from '../person/finish.ts';
import { identityOf } from '../person/identity.ts';
import { mergeStudents } from '../person/merge.ts';
import { principalOf } from '../principal.ts';
import { SearchQuery } from './manager-schema.ts';
import { isErased, getStudent as studentById, listStudents as students } from './student.ts';
import {
  ErasedStudent,
  MergeBody,
  MergedStudent,
  PersonData,
  PublisherStudent,
  PublisherStudentDetail,
  StudentChanges,
  toMergedView,
  toStudentDetailView,
  toStudentRecordView,
} from './student-schema.ts';

const tags = ['Students'];
const headers = IdempotencyKeyHeader;
/** So long, in milliseconds, an answer waits for the files of a large database; they are rewritten in any case. */
const PATIENCE_MS = 20_000;

export const listStudents = operation(
  {
    schema: {
      operationId: 'listStudents',
      tags,
      summary: 'The students of all license managers, newest first',
      description: 'A whole address finds whose it is, or was before a merge.',
      querystring: SearchQuery,
      response: answers(Type.Array(ref(PublisherStudent))),
    },
  },
  async (context, request, reply) => {
    const slice = sliceOf(request.query);
    const { total, items } = await students(context.db.read, request.query.search, slice, now(context));
    describePage(request, reply, total, request.query);
    return items.map(toStudentRecordView);
  },
);

export const getStudent = operation(
  {
    schema: {
      operationId: 'getStudent',
      tags,
      summary: 'A student with the licenses of all license managers',
      params: IdPath,
      response: answers(ref(PublisherStudentDetail), 404),
    },
  },
  async (context, request) => {
    const at = now(context);
    return toStudentDetailView(await studentById(context.db.read, request.params.id, at), at);
  },
);

export const changeStudent = operation(
  {
    schema: {
      operationId: 'changeStudent',
      tags,
      summary: 'Correct the name or the address of a student',
      description:
        'An address that was wrong finds nobody any more. Of an address that another student has, see `merge`.',
      params: IdPath,
      headers,
      body: ref(StudentChanges),
      response: answers(ref(PublisherStudentDetail), 403, 404, 413, 415),
    },
  },
  async (context, request, reply) => {
    const { id } = request.params;
    const { name, email } = request.body;
    const asked = {
      id,
      name: name == null ? undefined : readName(name),
      email: email == null ? undefined : readEmail(email),
    };
    const by = principalOf(request);
    return change(context, request, reply, async (tx, at) => {
      await correctStudent(tx, asked, by, clockOf(context));
      await tx.settled();
      return toStudentDetailView(await studentById(tx, id, at), at);
    });
  },
);

export const mergeStudent = operation(
  {
    schema: {
      operationId: 'mergeStudent',
      tags,
      summary: 'Make all of a student another one’s',
      description:
        'That one keeps name and address, and is found by both addresses. Where both hold a course, one license ends: the untransferable one stays, else the one that ends later. With `dryRun=true` the answer shows what would become of each license.',
      params: IdPath,
      headers,
      body: ref(MergeBody),
      response: answers(ref(MergedStudent), 403, 404, 413, 415),
    },
  },
  async (context, request, reply) => {
    const asked = { from: request.params.id, into: request.body.into };
    const by = principalOf(request);
    return change(context, request, reply, async (tx, at) => {
      const merged = await mergeStudents(tx, asked, by, clockOf(context));
      await tx.settled();
      return toMergedView(await studentById(tx, asked.into, at), merged, at);
    });
  },
);

export const exportPersonOf = operation(
  {
    schema: {
      operationId: 'exportStudent',
      tags,
      summary: 'All that is kept of a person, as one document',
      params: IdPath,
      response: answers(ref(PersonData), 404),
    },
  },
  async (context, request) => {
    const { id } = request.params;
    const erased = await isErased(context.db.read, id);
    if (erased === null) throw notFound();
    if (erased) throw new Refusal('student_erased');
    return exportPerson(context, id);
  },
);

/** Waits until the files are rewritten too, but not for ever: that goes on, and is repeated where it fails. */
async function finishSoon(context: Services): Promise<void> {
  const finished = finishErasures(context).catch((error: unknown) =>
    context.log.warn({ err: error }, 'what is left in files of a person who was erased is tried again in a minute'),
  );
  const patience = new AbortController();
  const tired = pause(PATIENCE_MS, undefined, { signal: patience.signal, ref: false }).catch(() => undefined);
  await Promise.race([finished, tired]);
  patience.abort();
}

export const eraseStudent = operation(
  {
    schema: {
      operationId: 'eraseStudent',
      tags,
      summary: 'Erase a person',
      description:
        'Name, addresses and all that names the person are gone from every record, history and queue, also those that were had before. Licenses and their history stay, with a student “Erased person” who has no address. A student with active licenses is erased only with `end=true`, which ends them. A repeat answers the same.',
      params: IdPath,
      headers,
      querystring: Type.Object({
        end: Type.Optional(
          Type.Boolean({ default: false, description: 'End active licenses. `true`, `false`, `1` or `0`.' }),
        ),
      }),
      response: answers(ref(ErasedStudent), 403, 404),
    },
  },
  async (context, request, reply) => {
    const { id } = request.params;
    const by = principalOf(request);
    const { db } = context;
    const files = request.dryRun ? [] : await keptMailsNaming(context, await identityOf(db.read, id));
    const asked = { id, end: request.query.end ?? false, files, publicUrl: context.config.publicUrl };
    const work = async (tx: Parameters<typeof erase>[0], at: number) => {
      const { ended, account } = await erase(tx, asked, by, clockOf(context));
      await tx.settled();
      const student = await studentById(tx, id, at);
      return { ...toStudentRecordView(student), endedLicenses: ended, accountBecame: account };
    };
    return changeAndFinish(context, request, reply, work, () => finishSoon(context));
  },
);

import { Type } from 'typebox';
import type { Services } from '../context.ts';
import { invalid } from '../errors.ts';
import { describePage, PageQuery, sliceOf } from '../http/list.ts';
import { operation } from '../http/operation.ts';
import { answers, IdempotencyKeyHeader, IdPath, ref } from '../http/schema.ts';
import { change } from '../http/write.ts';
import { principalOf } from '../principal.ts';
import { isoTime, isoTimeOrNull } from '../rules/time.ts';
import { certificateUrl } from './address.ts';
import { type Certificate, getCertificate, listCertificates, revokeCertificate } from './certificate.ts';
import { CertificateView, RevokeCertificateBody } from './schema.ts';

const tags = ['Certificates'];

const toView = ({ id, code, student, course, ...times }: Certificate, { config }: Pick<Services, 'config'>) => ({
  id: String(id),
  url: certificateUrl(config.publicUrl, code),
  student,
  course: { id: String(course.id), title: course.title },
  completed: isoTime(times.completed),
  issued: isoTime(times.issued),
  revoked: isoTimeOrNull(times.revoked),
  reason: times.reason,
});

export const listAllCertificates = operation(
  {
    schema: {
      operationId: 'listCertificates',
      tags,
      summary: 'The certificates, the newest first',
      querystring: Type.Object({
        courseId: Type.Optional(Type.Integer({ minimum: 1, description: 'Of this course.' })),
        studentId: Type.Optional(Type.Integer({ minimum: 1, description: 'Of this student.' })),
        revoked: Type.Optional(Type.Boolean({ description: 'Only those that were revoked, or that were not.' })),
        ...PageQuery,
      }),
      response: answers(Type.Array(ref(CertificateView))),
    },
  },
  async (context, request, reply) => {
    const { total, certificates } = await listCertificates(context.db.read, request.query, sliceOf(request.query));
    describePage(request, reply, total, request.query);
    return certificates.map((one) => toView(one, context));
  },
);

export const getOneCertificate = operation(
  {
    schema: {
      operationId: 'getCertificate',
      tags,
      summary: 'A certificate',
      params: IdPath,
      response: answers(ref(CertificateView), 404),
    },
  },
  async (context, request) => toView(await getCertificate(context.db.read, request.params.id), context),
);

export const revokeOneCertificate = operation(
  {
    schema: {
      operationId: 'revokeCertificate',
      tags,
      summary: 'Revoke a certificate: its page says so from then on, with the reason',
      params: IdPath,
      headers: IdempotencyKeyHeader,
      body: ref(RevokeCertificateBody),
      response: answers(ref(CertificateView), 403, 404, 413, 415),
    },
  },
  async (context, request, reply) => {
    const reason = request.body.reason.trim();
    if (reason === '') throw invalid({ pointer: '/reason', detail: 'says nothing' });
    const asked = { id: request.params.id, reason };
    const by = principalOf(request);
    return change(context, request, reply, async (tx, at) =>
      toView(await revokeCertificate(tx, asked, by, at), context),
    );
  },
);

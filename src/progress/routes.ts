import { operation } from '../http/operation.ts';
import { answers, IdempotencyKeyHeader, ref } from '../http/schema.ts';
import { change } from '../http/write.ts';
import { principalOf } from '../principal.ts';
import { readReports } from './read.ts';
import { takeProgress } from './report.ts';
import { ProgressReports, ProgressTaken } from './schema.ts';

const LIMIT = 1024 * 1024;

export const reportProgress = operation(
  {
    bodyLimit: LIMIT,
    schema: {
      operationId: 'reportProgress',
      tags: ['Progress'],
      summary: 'How far students are, up to 1,000 reports, all or nothing',
      description:
        'The newest `reportedAt` counts, now by default and at the latest; a completion keeps its first date. What a report leaves out stays as it was.',
      headers: IdempotencyKeyHeader,
      body: ref(ProgressReports),
      response: answers(ref(ProgressTaken), 403, 413, 415),
    },
  },
  async (context, request, reply) => {
    const by = principalOf(request);
    return change(context, request, reply, async (tx, at) => {
      const reports = await readReports(tx, request.body.reports, { pointer: '/reports', madeAt: () => at });
      const { taken, older } = await takeProgress(tx, reports, by, at);
      return { taken, older };
    });
  },
);

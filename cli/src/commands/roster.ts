import { ApiError, type components } from 'carrel-client';
import { capabilitiesOf } from '../capabilities.ts';
import type { Call, CommandSpec } from '../command.ts';
import { say } from '../environment.ts';
import { EXIT, type ExitCode } from '../errors.ts';
import { readGiven } from '../files.ts';
import { type Column, print, tableOf } from '../output.ts';
import { confirmed } from '../rows/report.ts';
import type { Session } from '../session.ts';

type Plan = components['schemas']['RosterPlan'];
type Row = Plan['rows'][number];

const MAX_BYTES = 8 * 1024 * 1024;
const PAGE_SIZE = 10_000;
const MAX_SHOWN = 20;
/** What a person wants to see before it happens. */
const SHOWN = ['revoke', 'refuse'] as const;

const ROWS: Column<Row>[] = [
  ['line', (row) => row.line],
  ['action', (row) => row.action],
  ['email', (row) => row.student.email],
  ['name', (row) => row.student.name],
  ['course', (row) => row.courseId],
  ['pool', (row) => row.poolId],
  ['license', (row) => row.licenseId],
  ['end', (row) => row.end],
  ['code', (row) => row.code],
];

async function assertRosters({ session }: Call): Promise<void> {
  const { rosters } = await capabilitiesOf(session());
  if (!rosters) throw new Error('This server has no rosters: use assign --from and revoke --from.');
}

async function rowsOf({ client }: Session, id: string, action?: (typeof SHOWN)[number]): Promise<Row[]> {
  const rows: Row[] = [];
  for (let page = 1; ; page++) {
    const query = { page, pageSize: PAGE_SIZE, ...(action && { action }) };
    const { data } = await client.GET('/api/licensing/v1/roster/{id}', { params: { path: { id }, query } });
    rows.push(...(data?.rows ?? []));
    if (!data || data.rows.length < PAGE_SIZE) return rows;
  }
}

const countsOf = ({ counts }: Plan): string =>
  Object.entries(counts)
    .map(([action, n]) => `${action} ${n}`)
    .join(', ');

async function show(call: Call, plan: Plan): Promise<void> {
  const { environment, options, session } = call;
  if (options.output !== 'table') {
    const rows = await rowsOf(session(), plan.id);
    if (options.output === 'csv') print(environment, 'csv', rows, ROWS);
    else environment.output.write(`${JSON.stringify({ ...plan, rows }, null, 2)}\n`);
    return;
  }
  for (const action of SHOWN) {
    if (plan.counts[action] === 0) continue;
    const rows = await rowsOf(session(), plan.id, action);
    environment.output.write(tableOf(rows.slice(0, MAX_SHOWN), ROWS));
    if (rows.length > MAX_SHOWN)
      environment.output.write(`… and ${rows.length - MAX_SHOWN} more: -o csv prints all.\n`);
    environment.output.write('\n');
  }
}

export const rosterPlan: CommandSpec = {
  usage: 'roster plan <file>',
  about:
    'what would have to happen so that exactly the people of a file hold its courses; changes nothing. Carrel only',
  async run(call: Call) {
    const { environment, args, session } = call;
    const [file = ''] = args;
    const csv = readGiven(file, MAX_BYTES);
    await assertRosters(call);
    const { data: plan } = await session().client.PUT('/api/licensing/v1/roster', {
      params: { query: { pageSize: 1 } },
      headers: { 'content-type': 'text/csv' },
      body: csv as never,
      bodySerializer: String,
    });
    if (!plan) throw new Error('The server answered without a plan.');
    await show(call, plan);
    say(environment, `Plan: ${countsOf(plan)}.`);
    say(environment, `Until ${plan.expires}: carrel-licenses roster apply ${plan.id}`);
    return plan.counts.refuse > 0 ? EXIT.partly : EXIT.done;
  },
};

interface ApplyOptions {
  allowRevocations?: string;
  yes?: boolean;
}

async function apply(call: Call<ApplyOptions>, id: string): Promise<ExitCode> {
  const { environment, options, session } = call;
  const { client } = session();
  const path = { id };
  const { data: plan } = await client.GET('/api/licensing/v1/roster/{id}', {
    params: { path, query: { pageSize: 1 } },
  });
  if (!plan) throw new Error('The server answered without a plan.');
  say(environment, `Plan: ${countsOf(plan)}.`);
  const body = options.allowRevocations ? { allowRevocations: Number(options.allowRevocations) } : {};
  const post = (dryRun: boolean) =>
    client.POST('/api/licensing/v1/roster/{id}/apply', {
      params: { path, ...(dryRun ? { query: { dryRun } } : { header: { 'idempotency-key': `roster-${id}` } }) },
      body,
    });
  try {
    if (plan.state !== 'applied') await post(true);
    await confirmed(environment, 'Apply it?', options.yes);
    await post(false);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'too_many_revocations') throw error;
    const detail = `${error.message} Say --allow-revocations ${plan.counts.revoke}`;
    throw new ApiError({ status: error.status, code: error.code, detail }, { cause: error });
  }
  say(environment, 'The plan is applied.');
  return EXIT.done;
}

export const rosterApply: CommandSpec = {
  usage: 'roster apply <plan>',
  about: 'do what a plan says, all or nothing, after a rehearsal. Carrel only',
  options: [
    ['--allow-revocations <number>', 'the exact number, where more than 20 percent would be revoked'],
    ['--yes', 'do it without a question'],
  ],
  async run(call: Call<ApplyOptions>) {
    const [id = ''] = call.args;
    await assertRosters(call);
    return apply(call, id);
  },
};

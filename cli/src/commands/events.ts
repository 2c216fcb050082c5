import { ApiError, type components } from 'carrel-client';
import type { Call, CommandSpec } from '../command.ts';
import { type Environment, say } from '../environment.ts';
import { EXIT, UsageError } from '../errors.ts';
import { idOf } from '../id.ts';
import { type Column, csvOf, type Format, print, printable } from '../output.ts';

type Event = components['schemas']['Event'];

const EVENTS: Column<Event>[] = [
  ['at', (event) => event.at],
  ['kind', (event) => event.kind],
  ['by', (event) => event.actor?.label],
  ['student', (event) => event.student?.email],
  ['course', (event) => event.course?.title],
  ['pool', (event) => event.poolId],
  ['license', (event) => event.licenseId],
];

const WAIT_SECONDS = 25;
const FEED_BATCH = 1000;

function lineOf(event: Event, format: Format): string {
  if (format === 'json') return `${JSON.stringify(event)}\n`;
  if (format === 'csv') return csvOf([event], EVENTS, false);
  const cells = EVENTS.map(([, cell]) => cell(event) ?? '').filter((cell) => cell !== '');
  return `${cells.map((cell) => printable(String(cell))).join('  ')}\n`;
}

interface Options {
  follow?: boolean;
  after?: string;
  limit: string;
}

/** Prints what happens until Ctrl-C; without a cursor from now on, which reads over what has happened. */
async function follow(environment: Environment, { options, session }: Call<Options>): Promise<void> {
  const { client } = session();
  const { interrupted } = environment;
  let after = options.after;
  try {
    if (after === undefined)
      for await (const { next } of client.feed({ limit: FEED_BATCH, signal: interrupted })) after = next;
    for await (const { events, next } of client.feed({ after, wait: WAIT_SECONDS, signal: interrupted })) {
      for (const event of events) environment.output.write(lineOf(event, options.output));
      after = next;
    }
  } catch (error) {
    if (!interrupted.aborted) throw error;
  }
  if (after !== undefined) say(environment, `Go on from here: carrel-licenses events --follow --after ${after}`);
}

export const events: CommandSpec = {
  usage: 'events',
  about: 'the history, the latest last; a server that speaks only the published API has none',
  options: [
    ['--limit <number>', 'how many of the latest', '50'],
    ['--follow', 'print what happens from now on, until Ctrl-C'],
    ['--after <cursor>', 'with --follow: go on from where it stopped'],
  ],
  async run(call: Call<Options>) {
    const { environment, options, session } = call;
    const limit = idOf(options.limit);
    if (limit > 1000) throw new UsageError('At most 1000 events at once. Read the whole history by --follow --after.');
    try {
      if (options.follow || options.after) await follow(environment, call);
      else {
        const query = { pageSize: limit };
        const { data = [] } = await session().client.GET('/api/licensing/v1/events', { params: { query } });
        print(environment, options.output, data.toReversed(), EVENTS);
      }
      return EXIT.done;
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) throw new Error('This server has no history.');
      throw error;
    }
  },
};

import { type DestinationStream, type Logger, pino } from 'pino';

/**
 * JSON lines on standard output. Nothing that could hold a secret is handed to it: requests are told by their
 * route, never by their URL, and the redaction below is the second belt.
 */
export function createLog(level: string, destination = standardOutput()): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: isoTime(),
      formatters: { level: (label) => ({ level: label }) },
      redact: ['*.authorization', '*.cookie', '*.password', '*.token', '*.code_sealed', '*.secret'],
      serializers: { err: describeError },
    },
    destination,
  );
}

/**
 * Lines are written by the hundreds, or after a tenth of a second: a write for each costs a third of what answering a
 * request does, and one for every 16 KiB still a twentieth. They wait as bytes, which are joined once; as text they would be
 * joined and measured with each line.
 */
function standardOutput() {
  const output = pino.destination({
    dest: 1,
    sync: false,
    contentMode: 'buffer',
    minLength: 65_536,
    maxWrite: 131_072,
    periodicFlush: 100,
  });
  const write = output.write.bind(output) as unknown as (line: Buffer) => boolean;
  output.write = (line) => write(Buffer.from(line));
  return output;
}

/**
 * Writes lines of the level “info” to where the log goes, in its form, in half the time: a line per request was a tenth of
 * the time of a read (docs/decisions/0035-lines-of-requests.md). Members are written as they are, so they must be plain and
 * without secrets; one that is undefined is left out.
 */
export function infoLines(log: Logger): (line: Record<string, unknown> & { msg: string }) => void {
  const stream = (log as Logger & { [pino.symbols.streamSym]: DestinationStream })[pino.symbols.streamSym];
  const time = isoTime();
  return (line) => {
    if (log.isLevelEnabled('info')) stream.write(`{"level":"info"${time()},${JSON.stringify(line).slice(1)}\n`);
  };
}

/** The current time to the millisecond, in UTC. The lines of one millisecond share its text. */
function isoTime(): () => string {
  let at = Number.NaN;
  let text = '';
  return () => {
    const now = Date.now();
    if (now !== at) text = `,"time":"${new Date(now).toISOString()}"`;
    at = now;
    return text;
  };
}

/** The type, message, stack and cause of an error; never the values that a query was given. */
function describeError(error: unknown): object {
  const { name, message, stack, cause } = error as Error;
  const code = (error as { code?: unknown }).code;
  return { type: name, message, code, stack, ...(cause ? { cause: describeError(cause) } : {}) };
}

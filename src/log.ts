import { type Logger, pino } from 'pino';

/**
 * JSON lines on standard output. Nothing that could hold a secret is handed to it: requests are told by their
 * route, never by their URL, and the redaction below is the second belt.
 */
export function createLog(level: string, destination = standardOutput()): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: ['*.authorization', '*.cookie', '*.password', '*.token', '*.code_sealed', '*.secret'],
      serializers: { err: describeError },
    },
    destination,
  );
}

/** Lines are written by the handful: a write for each costs a third of what answering a request does. */
const standardOutput = () => pino.destination({ dest: 1, sync: false, minLength: 4096, periodicFlush: 100 });

/** The type, message, stack and cause of an error; never the values that a query was given. */
function describeError(error: unknown): object {
  const { name, message, stack, cause } = error as Error;
  const code = (error as { code?: unknown }).code;
  return { type: name, message, code, stack, ...(cause ? { cause: describeError(cause) } : {}) };
}

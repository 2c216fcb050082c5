import type { Environment } from './environment.ts';
import type { ExitCode } from './errors.ts';
import type { Format } from './output.ts';
import type { Session } from './session.ts';

/** What every command knows. */
export interface Globals {
  server?: string;
  output: Format;
}

export interface Call<Options = object> {
  environment: Environment;
  args: string[];
  options: Globals & Options;
  /** Opened when it is first asked for. */
  session(): Session;
}

/** A command of the program: a row of the table in `commands.ts`. */
export interface CommandSpec {
  /** As it is typed, with what follows it: `student <email-or-id>`; `roster plan <file>` is one of a group. */
  usage: string;
  about: string;
  /** Flags, what they mean, and the value without them. */
  options?: readonly (readonly [flags: string, meaning: string, value?: string])[];
  // biome-ignore lint/suspicious/noExplicitAny: each command reads the options that stand in its own row
  run(call: Call<any>): Promise<ExitCode>;
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import type { Environment } from '../../cli/src/environment.ts';
import { run } from '../../cli/src/program.ts';

export interface Ran {
  code: number;
  output: string;
  errors: string;
}

export interface CliOptions extends Partial<Omit<Environment, 'output' | 'errors' | 'input'>> {
  /** What stands on standard input. */
  input?: string;
}

function collector(): { stream: Writable; text(): string } {
  const chunks: string[] = [];
  const write = (chunk: Buffer, _: BufferEncoding, done: () => void) => {
    chunks.push(String(chunk));
    done();
  };
  return { stream: new Writable({ write }), text: () => chunks.join('') };
}

/** Runs a command line within this process, as somebody without a terminal would; nothing of this machine is read. */
export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<Ran> {
  const [output, errors] = [collector(), collector()];
  const environment: Environment = {
    variables: {},
    interactive: false,
    interrupted: new AbortController().signal,
    fetch: (request) => fetch(request),
    sleep: async () => {},
    now: Date.now,
    ...options,
    input: options.input === undefined ? new PassThrough().end() : Readable.from([options.input]),
    output: output.stream,
    errors: errors.stream,
  };
  const code = await run(args, environment);
  return { code, output: output.text(), errors: errors.text() };
}

/** A folder for the files of a command line, removed by `remove`. */
export function cliFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'carrel-cli-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

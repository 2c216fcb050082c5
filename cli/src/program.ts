import { Command, Option } from 'commander';
import type { Call, CommandSpec } from './command.ts';
import { COMMANDS } from './commands.ts';
import { type Environment, say } from './environment.ts';
import { EXIT, type ExitCode, explain } from './errors.ts';
import { FORMATS } from './output.ts';
import { type Session, sessionOf } from './session.ts';

const ABOUT = `Assign, revoke and look after course licenses, on a server of the Licensing API.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done but rows were refused or differences found, 130 stopped by Ctrl-C.
CARREL_TOKEN and CARREL_URL stand in for a login; CARREL_CONFIG_DIR is where logins are kept.`;

/** The command that others stand under: `roster` of `roster plan`. */
function groupOf(program: Command, name: string): Command {
  const found = program.commands.find((command) => command.name() === name);
  return found ?? program.command(name).description(`${name} …`);
}

function addCommand(program: Command, spec: CommandSpec, act: (spec: CommandSpec, command: Command) => Promise<void>) {
  const [, group, usage = spec.usage] = /^(\w+) (\w.*)$/.exec(spec.usage) ?? [];
  const command = (group ? groupOf(program, group) : program).command(usage).description(spec.about);
  for (const [flags, meaning, value] of spec.options ?? []) command.option(flags, meaning, value);
  command.addOption(new Option('--server <url>', 'the server, if it is not that of the last login'));
  command.addOption(new Option('-o, --output <format>', 'how to print').choices(FORMATS).default('table'));
  command.action(() => act(spec, command));
}

/** The program with all its commands; `done` is told how each ends. */
function programOf(environment: Environment, done: (code: ExitCode) => void): Command {
  const program = new Command('carrel-licenses').description(ABOUT).exitOverride();
  program.configureOutput({
    writeOut: (text) => environment.output.write(text),
    writeErr: (text) => environment.errors.write(text),
    getOutHelpWidth: () => 110,
    getErrHelpWidth: () => 110,
  });
  const act = async (spec: CommandSpec, command: Command) => {
    let session: Session | undefined;
    const options = command.opts() as Call['options'];
    const open = () => (session ??= sessionOf(environment, options));
    done(await spec.run({ environment, args: command.args, options, session: open }));
  };
  for (const spec of COMMANDS) addCommand(program, spec, act);
  for (const command of program.commands) command.copyInheritedSettings(program);
  return program;
}

/** Runs a command line and answers the code to end with. Nothing is thrown, and no stack is printed. */
export async function run(args: readonly string[], environment: Environment): Promise<ExitCode> {
  let ended: ExitCode = EXIT.done;
  const program = programOf(environment, (code) => {
    ended = code;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return ended;
  } catch (error) {
    const { lines, code } = explain(error);
    for (const line of lines) say(environment, line);
    return code;
  }
}

import { type Argument, type Command, Help } from 'commander';

const leaves = (command: Command): Command[] =>
  command.commands.length > 0 ? command.commands.flatMap(leaves) : [command];

const isProgram = (command: Command) => command.parent === null;

/** `token create`, as it is typed behind the name of the program. */
const fullName = (command: Command): string =>
  command.parent && !isProgram(command.parent) ? `${fullName(command.parent)} ${command.name()}` : command.name();

const argumentTerm = (argument: Argument): string =>
  argument.required ? `<${argument.name()}>` : `[${argument.name()}]`;

/** The help of the program lists every command with its options, not only the first word of each. */
export class WholeHelp extends Help {
  override visibleCommands(command: Command): Command[] {
    return isProgram(command) ? leaves(command) : super.visibleCommands(command);
  }

  override subcommandTerm(command: Command): string {
    return [fullName(command), ...command.registeredArguments.map(argumentTerm)].join(' ');
  }

  override subcommandDescription(command: Command): string {
    const options = command.options.map((option) => {
      const need = option.mandatory ? ' (required)' : '';
      return `  ${option.flags.padEnd(17)} ${option.description}${need}`;
    });
    return [super.subcommandDescription(command), ...options].join('\n');
  }
}

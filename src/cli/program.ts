import { Command, CommanderError } from 'commander';
import { LOOKING, readConfig } from '../config.ts';
import { type Context, openContext, openContextToLook } from '../context.ts';
import { assertCurrent } from '../db/migrate.ts';
import { createLog } from '../log.ts';
import { subscribe } from '../subscribers.ts';
import type { AccountOptions } from './account.ts';
import type { HelpOptions } from './account-help.ts';
import { exitCodeOf, explain } from './explain.ts';
import { WholeHelp } from './help.ts';
import { UsageError } from './usage.ts';

/** Runs a command on a context that is opened for it and closed after it. */
async function withContext<T>(work: (context: Context) => Promise<T>): Promise<T> {
  const context = openContext(readConfig(), createLog('silent'), () => {});
  subscribe(context);
  try {
    return await work(context);
  } finally {
    await context.db.close();
  }
}

/** Runs a command that only looks: it changes no database, brings no schema forward and makes no file. */
async function withLook(look: (context: Context) => Promise<void>): Promise<void> {
  const context = openContextToLook(readConfig(undefined, LOOKING), createLog('silent'));
  try {
    await assertCurrent(context.db.read);
    await look(context);
  } finally {
    await context.db.close();
  }
}

/** Three lines are to be seen at the quick start, not a line for every request. */
const QUIET = { logLevel: 'warn' };

function addXapiCommands(program: Command): void {
  const xapi = program.command('xapi').description('credentials of programs that report by xAPI');
  xapi
    .command('create')
    .description('make credentials; prints the key and the secret, this once')
    .requiredOption('--name <name>', 'what they are for; statements tell it')
    .action((options: { name: string }) =>
      withContext(async (context) => (await import('./xapi.ts')).createXapiCommand(context, options)),
    );
  xapi
    .command('list')
    .description('the credentials that there are')
    .action(() => withLook(async (context) => (await import('./xapi.ts')).listXapiCommand(context)));
  xapi
    .command('delete')
    .description('delete credentials, which are dead at once; what they reported stays')
    .argument('<key>', 'as listed')
    .action((key: string) =>
      withContext(async (context) => (await import('./xapi.ts')).deleteXapiCommand(context, key)),
    );
}

/** A command that helps or removes a person, named by the address. */
function helpCommand(
  account: Command,
  name: string,
  description: string,
  run: (help: typeof import('./account-help.ts')) => (context: Context, options: HelpOptions) => Promise<void>,
): Command {
  return account
    .command(name)
    .description(description)
    .requiredOption('--email <address>', 'its address')
    .action((options: HelpOptions) =>
      withContext(async (context) => run(await import('./account-help.ts'))(context, options)),
    );
}

function addAccountCommands(program: Command): void {
  const account = program.command('account').description('people who sign in');
  account
    .command('create')
    .description(
      'make an account, or change role and staff of one; a password comes from the prompt or standard input, without one a link is printed',
    )
    .requiredOption('--email <address>', 'its address')
    .option('--name <name>', 'the name of the person')
    .option('--publisher', 'staff of the publisher: courses, license managers, pools, imports, accounts')
    .option('--manager <id>', 'the license manager to work for')
    .option('--role <role>', 'owner, manager or viewer', 'owner')
    .action(async (options: AccountOptions) => {
      const { createAccountCommand } = await import('./account.ts');
      await withContext((context) => createAccountCommand(context, options));
    });
  account
    .command('list')
    .description('every account: staff, roles, second factor, disabled, last sign-in; a line each, with tabs')
    .option('--json', 'a JSON object a line')
    .action((options: { json?: boolean }) =>
      withLook(async (context) => (await import('./account-help.ts')).listAccountsCommand(context, options)),
    );
  const last = 'also where no staff, or no owner of a license manager, is left';
  const tokens = 'and delete the API tokens that the person made';
  helpCommand(
    account,
    'disable',
    'let nobody sign in with an account, and end its sessions',
    (help) => help.disableAccountCommand,
  )
    .option('--tokens', tokens)
    .option('--last', last);
  helpCommand(account, 'enable', 'let a person sign in again', (help) => help.enableAccountCommand);
  helpCommand(account, 'delete', 'delete an account; licenses of the person stay', (help) => help.deleteAccountCommand)
    .option('--tokens', tokens)
    .option('--last', last);
  helpCommand(account, 'staff', 'make a person staff of the publisher', (help) => help.staffCommand)
    .option('--remove', 'take that away')
    .option('--last', last);
  helpCommand(
    account,
    'reset-second-factor',
    'for a lost phone: take the second factor of a person away, and end their sessions',
    (help) => help.resetSecondFactorCommand,
  );
  helpCommand(account, 'end-sessions', 'sign a person out everywhere', (help) => help.endSessionsCommand);
}

interface TokenOwner {
  manager?: string;
  publisher?: boolean;
}

/** Before a database is opened: a token belongs to a license manager, or to the publisher. */
function oneOwner(_token: Command, command: Command): void {
  const { manager, publisher } = command.opts<TokenOwner>();
  if ((manager === undefined) === (publisher !== true))
    throw new UsageError('say whose tokens: --manager ID, or --publisher');
}

function addTokenCommands(program: Command): void {
  const token = program.command('token').description('API tokens').hook('preAction', oneOwner);
  token
    .command('create')
    .description('make a token; prints it, this once')
    .option('--manager <id>', 'the license manager')
    .option('--publisher', 'a token for the publisher’s API')
    .requiredOption('--name <name>', 'what the token is for; cannot be changed')
    .option('--read-only', 'the token may read, but not change anything')
    .action((options: TokenOwner & { name: string; readOnly?: boolean }) =>
      withContext(async (context) => (await import('./token.ts')).createTokenCommand(context, options)),
    );
  token
    .command('list')
    .description('the tokens of a license manager, or of the publisher')
    .option('--manager <id>', 'the license manager')
    .option('--publisher', 'those of the publisher')
    .action((options: TokenOwner) =>
      withLook(async (context) => (await import('./token.ts')).listTokensCommand(context, options)),
    );
  token
    .command('delete')
    .description('delete a token, which is dead at once')
    .argument('<id>', 'its id, as listed')
    .option('--manager <id>', 'the license manager')
    .option('--publisher', 'it is one of the publisher')
    .action((id: string, options: TokenOwner) =>
      withContext(async (context) => (await import('./token.ts')).deleteTokenCommand(context, id, options)),
    );
}

function addOutboxCommands(program: Command): void {
  const outbox = program.command('outbox').description('mails that have not been sent');
  outbox
    .command('status')
    .description('what waits, what failed, and whether anything is sent')
    .action(() => withLook(async (context) => (await import('./outbox.ts')).outboxStatusCommand(context)));
  outbox
    .command('list')
    .description('the mails that wait or failed')
    .action(() => withLook(async (context) => (await import('./outbox.ts')).listOutboxCommand(context)));
  outbox
    .command('retry')
    .description('try failed mails again')
    .argument('[id]', 'one of them, as listed; without it, all')
    .option('--waiting', 'those that wait for their next attempt, at once')
    .action(async (id: string | undefined, { waiting }: { waiting?: boolean }) => {
      const { hastenOutboxCommand, retryOutboxCommand } = await import('./outbox.ts');
      if (id !== undefined && waiting) throw new UsageError('--waiting takes all that wait; leave the id out');
      await withContext((context) =>
        waiting ? hastenOutboxCommand(context) : retryOutboxCommand(context, id ?? null),
      );
    });
  outbox
    .command('release')
    .description('send again after a restore; the copy that was restored must be the only one in use')
    .option('--discard', 'give up the mails that wait: they were sent before the restore')
    .action((options: { discard?: boolean }) =>
      withContext(async (context) => (await import('./outbox.ts')).releaseOutboxCommand(context, options)),
    );
}

function addKeyCommands(program: Command): void {
  const key = program.command('key').description('the key that signs tokens and sessions, and seals secrets');
  key
    .command('status')
    .description('the fingerprints of the keys, and what is left of earlier ones')
    .action(() => withLook(async (context) => (await import('./key.ts')).keyStatusCommand(context)));
  key
    .command('accept')
    .description('take SECRET_KEY for the key of the database; what another key made is refused from then on')
    .action(() => withContext(async (context) => (await import('./key.ts')).keyAcceptCommand(context)));
  key
    .command('rotate')
    .description('sign launches and certificates with a new key; the former one stays published while it is needed')
    .action(() => withContext(async (context) => (await import('./key.ts')).keyRotateCommand(context)));
}

function addStudentCommands(program: Command): void {
  const student = program.command('student').description('what is kept of a person who holds or held licenses');
  student
    .command('export')
    .description('print all that is kept of a person, as one JSON document')
    .requiredOption('--email <address>', 'an address of the person')
    .action((options: { email: string }) =>
      withLook(async (context) => (await import('./student.ts')).exportStudentCommand(context, options)),
    );
  student
    .command('erase')
    .description('take a person out of all records, and rewrite the files of an embedded database')
    .requiredOption('--email <address>', 'an address of the person')
    .option('--end', 'end the licenses that are active; without it nobody who has any is erased')
    .action((options: { email: string; end?: boolean }) =>
      withContext(async (context) => (await import('./student.ts')).eraseStudentCommand(context, options)),
    );
}

function addServerCommands(program: Command): void {
  program
    .command('serve')
    .description('run the server')
    .action(async () => (await import('./serve-command.ts')).serveCommand(readConfig()));
  program
    .command('quickstart')
    .description('run the server with a sample world, if the database is empty')
    .action(async () => (await import('./quickstart.ts')).quickstart(readConfig(undefined, QUIET)));
  program
    .command('migrate')
    .description('bring the database to the current schema')
    .action(() => withContext(async (context) => (await import('./migrate.ts')).migrateCommand(context)));
  program
    .command('import')
    .description('load an import file; all of it, or nothing')
    .argument('<file>', 'JSON, UTF-8')
    .action((file: string) =>
      withContext(async (context) => (await import('./import.ts')).importCommand(context, file)),
    );
  program
    .command('backup')
    .description('copy the embedded database into a new file, while a server runs or not')
    .argument('<file>', 'must not exist')
    .action(async (file: string) => (await import('./backup.ts')).backupCommand(readConfig(undefined, LOOKING), file));
  program
    .command('restore')
    .description('put a copy of the embedded database back, while no server runs; the old one is put aside')
    .argument('<file>', 'made by “carrel backup”')
    .action(async (file: string) =>
      (await import('./restore.ts')).restoreCommand(readConfig(undefined, LOOKING), file),
    );
  program
    .command('check')
    .description('look for damage: the file, the seats, the counters, the history')
    .action(() => withLook(async (context) => (await import('./check.ts')).checkCommand(context)));
}

function build(): Command {
  const program = new Command('carrel').description('Course-licensing server').exitOverride();
  program.createHelp = () => new WholeHelp();
  program.addHelpText('after', '\nSettings are read from the environment: docs/operating.md lists them.');
  addServerCommands(program);
  addTokenCommands(program);
  program
    .command('mail')
    .description('the mail server')
    .command('test')
    .description('send one mail, and say at which step that fails')
    .requiredOption('--to <address>', 'who gets it')
    .action(async (options: { to: string }) => (await import('./mail.ts')).mailTestCommand(readConfig(), options));
  addOutboxCommands(program);
  addAccountCommands(program);
  addXapiCommands(program);
  addKeyCommands(program);
  addStudentCommands(program);
  program
    .command('openapi')
    .description('print the OpenAPI document')
    .option('--publisher', 'that of the publisher’s API')
    .action(async (options: { publisher?: boolean }) => (await import('./openapi.ts')).openapiCommand(options));
  return program;
}

/** Runs the command line; answers the exit code: 0 done, 1 failed, 2 wrong usage or a wrong setting. */
export async function run(argv: string[]): Promise<number> {
  process.umask(0o077); // what is written holds addresses of people, and keys
  try {
    await build().parseAsync(argv);
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    for (const line of explain(error)) process.stderr.write(`${line}\n`);
    return exitCodeOf(error);
  }
}

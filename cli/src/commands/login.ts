import { text as readAll } from 'node:stream/consumers';
import { isCancel, password, text } from '@clack/prompts';
import type { Call, CommandSpec } from '../command.ts';
import { type Environment, say } from '../environment.ts';
import { EXIT, Interrupted, UsageError } from '../errors.ts';
import { chosenServer, forgetLogin, keepLogin, serverOf } from '../logins.ts';
import { openSession } from '../session.ts';

async function ask(prompt: typeof text | typeof password, message: string): Promise<string> {
  const answer = await prompt({ message });
  if (isCancel(answer) || !answer) throw new Interrupted('Stopped.');
  return answer;
}

async function readToken(environment: Environment): Promise<string> {
  const { variables, interactive, input } = environment;
  const token = variables.CARREL_TOKEN ?? (interactive ? await ask(password, 'API token') : await readAll(input));
  if (token.trim() === '') throw new UsageError('Give the token on standard input, or in CARREL_TOKEN.');
  return token.trim();
}

const isOpenToReaders = (server: string) => {
  const { protocol, hostname } = new URL(server);
  return protocol === 'http:' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname);
};

export const login: CommandSpec = {
  usage: 'login',
  about: 'keep an API token for a server, asked for at the prompt or read from standard input',
  async run({ environment, options }: Call) {
    const known = options.server ?? environment.variables.CARREL_URL;
    if (!known && !environment.interactive)
      throw new UsageError('Name the server: --server https://licenses.example.com');
    const server = serverOf(known ?? (await ask(text, 'Server')));
    if (isOpenToReaders(server)) say(environment, `${server} is not encrypted: others on the way can read the token.`);
    const token = await readToken(environment);
    const { data: me } = await openSession(environment, { server, token }).client.GET('/api/licensing/v1/me');
    keepLogin(environment, server, token);
    say(environment, `Logged in to ${server} as ${me?.name} (${me?.email}).`);
    return EXIT.done;
  },
};

export const logout: CommandSpec = {
  usage: 'logout',
  about: 'forget the token of a server; the token itself goes on to be valid',
  async run({ environment, options }: Call) {
    const server = chosenServer(environment, options.server);
    if (!server || !forgetLogin(environment, server)) throw new UsageError('There is no login to forget.');
    say(environment, `The token for ${server} is forgotten. To end it, delete it on the API page.`);
    return EXIT.done;
  },
};

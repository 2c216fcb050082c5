import { createInterface } from 'node:readline';
import type { Call, CommandSpec } from '../command.ts';
import type { Environment } from '../environment.ts';
import { EXIT } from '../errors.ts';
import type { Session } from '../session.ts';

/** Longer than any wait for the rate limit. */
const MAX_WAIT_SECONDS = 120;
/** What the server takes. */
const MAX_MESSAGE = 256 * 1024;

interface Message {
  id?: string | number | null;
  method?: string;
  result?: { protocolVersion?: string };
  error?: { code: number; message: string };
}

const failed = (id: Message['id'], message: string): Message & { jsonrpc: string } => ({
  jsonrpc: '2.0',
  id: id ?? null,
  error: { code: -32_000, message },
});

const isAnswer = (told: unknown): told is Message =>
  typeof told === 'object' && told !== null && ('result' in told || 'error' in told);

function messageOf(line: string): Message {
  const told: unknown = JSON.parse(line);
  if (typeof told !== 'object' || told === null || Array.isArray(told))
    throw new Error('A message of JSON-RPC is an object; batches are not taken.');
  return told;
}

/** Sends a message until the server takes it: what waits for the limit was not done, and a plan is applied once. */
async function post(environment: Environment, request: Request): Promise<Response> {
  for (let waited = 0; ; ) {
    const response = await environment.fetch(request.clone());
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    const isLater = (response.status === 429 || response.status === 503) && waited + seconds <= MAX_WAIT_SECONDS;
    if (!isLater) return response;
    waited += seconds;
    await environment.sleep(seconds * 1000, environment.interrupted);
  }
}

/** Passes messages of MCP on to a server; each answer is a line of text, null for what has none. */
function passer(environment: Environment, { server, token }: Session): (line: string) => Promise<string | null> {
  let version: string | undefined;
  const answerOf = async (message: Message, line: string): Promise<Message | null> => {
    const headers = {
      ...{ authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      accept: 'application/json, text/event-stream',
      ...(version !== undefined && { 'mcp-protocol-version': version }),
    };
    const response = await post(environment, new Request(`${server}/mcp`, { method: 'POST', headers, body: line }));
    if (response.status === 202) return null;
    const told: unknown = await response.json().catch(() => null);
    const answer = isAnswer(told) ? told : failed(null, `The server does not speak MCP here: ${response.status}.`);
    if (message.method === 'initialize') version = answer.result?.protocolVersion;
    return message.id === undefined ? null : { ...answer, id: message.id };
  };
  return async (line) => {
    let message: Message = {};
    try {
      message = messageOf(line);
      if (line.length > MAX_MESSAGE) throw new Error(`A message has up to ${MAX_MESSAGE} characters.`);
      const answer = await answerOf(message, line);
      return answer && JSON.stringify(answer);
    } catch (error) {
      if (environment.interrupted.aborted) throw error;
      return message.id === undefined && message.method
        ? null
        : JSON.stringify(failed(message.id, (error as Error).message));
    }
  };
}

export const mcp: CommandSpec = {
  usage: 'mcp',
  about: 'let an agent’s host talk MCP with the server by standard input and output, with the token of the login',
  async run({ environment, session }: Call) {
    const pass = passer(environment, session());
    const lines = createInterface({ input: environment.input, signal: environment.interrupted });
    for await (const line of lines) {
      const answer = line.trim() === '' ? null : await pass(line);
      if (answer !== null) environment.output.write(`${answer}\n`);
    }
    return EXIT.done;
  },
};

import type { House } from './house.ts';
import { type Ask, Http, type Reply } from './http.ts';
import type { Trial } from './proof.ts';
import { type ServerProcess, type StartOptions, startServer } from './server.ts';

/** Several server processes on one database, as many as the engine allows, with a client for each. */
export interface Fleet {
  servers: ServerProcess[];
  /** Sends through the server with this number, counted around. */
  send(through: number, ask: Ask): Promise<Reply>;
  stop(): Promise<void>;
}

export async function startFleet(
  trial: Trial,
  house: House,
  processes: number,
  options: StartOptions = {},
): Promise<Fleet> {
  const count = trial.engine === 'sqlite' ? 1 : processes;
  const servers: ServerProcess[] = [];
  for (let n = 0; n < count; n++) servers.push(await startServer(trial, house, options));
  const clients = servers.map((server) => new Http(server.url, 64));
  return {
    servers,
    send: (through, ask) => (clients[through % count] as Http).send(ask),
    stop: async () => {
      for (const client of clients) client.close();
      await Promise.all(servers.map((server) => server.kill('SIGKILL')));
    },
  };
}

import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Requests that one connection may have waiting behind the one that is answered. */
const MAX_WAITING = 50;
/** For so long they wait: who sends many and reads none is cut soon, however many of them are answered. */
const MAX_WAITING_MS = 3000;
/** In so much time somebody who takes an answer takes at least so much of it, or the rest. */
const TAKING_MS = 14_000;
const LEAST_TAKEN = 16 * 1024;
/** Who connects also asks for something. */
const SILENT_MS = 10_000;
const LOOK_EVERY_MS = 1000;

type Handle = (request: IncomingMessage, response: ServerResponse) => void;
type Exchange = [request: IncomingMessage, response: ServerResponse, arrived: number];

/** What a connection answers now, and what waits behind it. */
interface Line {
  current: ServerResponse;
  waiting: Exchange[];
}

const lines = new WeakMap<Socket, Line>();
const waited = new WeakMap<object, number>();

/** For how long a request waited behind others of its connection before it was looked at. */
export const waitedMs = (response: object): number => waited.get(response) ?? 0;

/** True where an answer is on its way: whatever else was written now would become a part of it. */
export const isAnswering = (socket: Socket): boolean => lines.get(socket)?.current.writableFinished === false;

/**
 * Lets the requests of a connection be handled one after the other, each when the answer before it has left: they are
 * answered in that order anyway, and who does not read then makes one answer at most. While some wait, nothing more is
 * read; whoever sends too many at once is cut.
 */
export function answerInTurn(handle: Handle): Handle {
  const goOn = (socket: Socket, line: Line) => {
    const next = line.waiting.shift();
    if (!next || socket.destroyed) return;
    if (performance.now() - next[2] > MAX_WAITING_MS) return void socket.destroy();
    if (line.waiting.length === 0) socket.resume();
    else next[1].once('close', () => goOn(socket, line));
    const [request, response, arrived] = next;
    line.current = response;
    waited.set(response, performance.now() - arrived);
    handle(request, response);
  };
  const wait = (socket: Socket, line: Line, exchange: Exchange) => {
    if (line.waiting.length >= MAX_WAITING) return void socket.destroy();
    line.waiting.push(exchange);
    if (line.waiting.length > 1) return;
    socket.pause();
    line.current.once('close', () => goOn(socket, line));
  };
  return (request, response) => {
    const { socket } = request;
    const line = lines.get(socket);
    if (!line) lines.set(socket, { current: response, waiting: [] });
    else if (line.current.closed || (line.current.writableFinished && line.waiting.length === 0))
      line.current = response;
    else return wait(socket, line, [request, response, performance.now()]);
    handle(request, response);
  };
}

interface Taken {
  opened: number;
  bytes: number;
  at: number;
}

/** The bytes that the system took of what was written. Node tells of whole writes only; its handle knows of parts too. */
function bytesTaken(socket: Socket): number {
  const { _handle: handle } = socket as unknown as { _handle: { bytesWritten: number; writeQueueSize: number } | null };
  return handle ? handle.bytesWritten - handle.writeQueueSize : 0;
}

/** Resets the connections of those who ask nothing, do not take their answer, or take it a few bytes at a time. */
export function cutNonReaders(server: Server): void {
  const open = new Map<Socket, Taken>();
  server.on('connection', (socket: Socket) => {
    const now = performance.now();
    open.set(socket, { opened: now, bytes: 0, at: now });
    socket.once('close', () => open.delete(socket));
  });
  const look = () => {
    const now = performance.now();
    for (const [socket, taken] of open) {
      const bytes = bytesTaken(socket);
      const isTaking = socket.writableLength === 0 || bytes - taken.bytes >= LEAST_TAKEN;
      if (isTaking) Object.assign(taken, { bytes, at: now });
      else if (now - taken.at >= TAKING_MS) socket.resetAndDestroy();
      if (socket.bytesRead === 0 && now - taken.opened >= SILENT_MS) socket.destroy();
    }
  };
  const looking = setInterval(look, LOOK_EVERY_MS).unref();
  server.once('close', () => clearInterval(looking));
}

/** Several requests on one connection before the first is answered. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { createLog } from '../log.ts';
import { connectionLimit, httpServer } from './server.ts';

type Exchange = [request: IncomingMessage, response: ServerResponse];

async function listen(handle: (...exchange: Exchange) => void, maxConnections = 10) {
  const server = httpServer(handle, { maxConnections }, createLog('silent')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { server, open: () => connect(port, '127.0.0.1') };
}

const get = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nHost: x\r\n${more}\r\n`;

test('requests of a connection are handled one after the other, in order, with their bodies', async () => {
  const asked: string[] = [];
  let answering = 0;
  const { open } = await listen(async (request, response) => {
    assert.equal(++answering, 1, 'two were answered at once');
    asked.push(`${request.url} ${await text(request)}`);
    response.once('finish', () => answering--);
    response.end(String(request.url));
  });
  const socket = open();
  const bodies = [1, 2, 3].map((n) => get(`/${n}`, 'Content-Length: 70000\r\n') + String(n).repeat(70_000)).join('');
  socket.write(get('/0') + bodies + get('/4') + get('/5', 'Connection: close\r\n'));
  const answers = await text(socket);
  assert.deepEqual(answers.match(/(?<=\r\n\r\n)\/\d/g), ['/0', '/1', '/2', '/3', '/4', '/5']);
  assert.deepEqual(
    asked.map((line) => line.length),
    [3, 70_003, 70_003, 70_003, 3, 3],
  );
});

test('who sends many more than are answered is cut, and makes one answer', async () => {
  const held: Exchange[] = [];
  const { server, open } = await listen((...exchange) => void held.push(exchange));
  const socket = open().on('error', () => {});
  socket.write(get('/').repeat(1000));
  await once(socket, 'close');
  assert.equal(held.length, 1);
  const [count] = [await new Promise((resolve) => server.getConnections((_, n) => resolve(n)))];
  assert.equal(count, 0);
});

test('what comes malformed behind a request does not get into its answer', async () => {
  const held: Exchange[] = [];
  const { server, open } = await listen((...exchange) => void held.push(exchange));
  server.on('clientError', (_, socket) => socket.destroy());
  const socket = open().on('error', () => {});
  socket.write(`${get('/')}GARBAGE\r\n\r\n`);
  await once(socket, 'close');
  assert.equal(socket.bytesRead, 0);
});

test('no more connections are open than may be, nor than there are descriptors for', async () => {
  const { server, open } = await listen((_, response) => void response.end('here'), 1);
  const first = open();
  first.write(get('/'));
  await once(first, 'data');
  const second = open().on('error', () => {});
  await once(server, 'drop');
  await once(second, 'close');
  first.write(get('/', 'Connection: close\r\n'));
  assert.match(await text(first), /here/);
  assert.equal(connectionLimit(20, 10), 20);
  assert.ok(connectionLimit(null, 10) <= 5000);
  assert.equal(connectionLimit(1_000_000_000, 10) < 1_000_000_000, process.platform === 'linux');
});

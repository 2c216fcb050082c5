/** Bare node:http that answers the same bytes to every request. */
import { createServer } from 'node:http';

const { port, body } = JSON.parse(process.argv[2] as string) as { port: number; body: string };
const bytes = Buffer.from(body);

createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': bytes.length });
  response.end(bytes);
}).listen(port, '127.0.0.1');

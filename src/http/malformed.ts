import type { Socket } from 'node:net';
import type { Code } from '../errors.ts';
import { type Html, html } from '../html.ts';
import { isAnswering } from './sockets.ts';

const malformed: Record<string, [status: string, detail: string]> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The address and the headers are larger than 16 KiB.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request did not arrive in time.'],
};

const code: Code = 'invalid_request';

/** What a client did wrong before any route is known. `rawPacket` holds the bytes that were read last. */
interface ClientError {
  code?: string;
  rawPacket?: unknown;
}

/** True where a browser wants a page, as far as what was read of the request tells: what it accepts, or else its path. */
function wantsPage(read: string, base: string): boolean {
  const text = base === '' ? read : read.replace(` ${base}/`, ' /');
  const accept = /\r\naccept:([^\r]*)/i.exec(text)?.[1];
  return accept === undefined ? /^(GET|HEAD) \/(?!\/*api(\/|\s))/i.test(text) : /text\/html/i.test(accept);
}

/** Both languages of the web app: what the browser prefers is not known here. */
const page = (status: string, base: string): Html => html`<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${status}</title>
<h1>This address is too long</h1>
<p>The page that you asked for has an address, or cookies, of more than 16 KiB; too many things were chosen at once, perhaps.
Go back, choose fewer, or <a href="${base}/">begin at the start page</a>.</p>
<div lang="it">
<h1>Questo indirizzo è troppo lungo</h1>
<p>L’indirizzo della pagina richiesta, o i suoi cookie, superano 16 KiB; forse è stato selezionato troppo in una volta.
Torna indietro, seleziona di meno, oppure <a href="${base}/">ricomincia dalla pagina iniziale</a>.</p>
</div>
</html>`;

function problemText(status: string, detail: string, base: string): string {
  const type = `${base}/api/licensing/problems/${code}`;
  const title = status.slice(4);
  return JSON.stringify({ type, title, status: Number.parseInt(status, 10), detail, instance: '/', code });
}

/** Answers bytes that are no HTTP request, before any route is known, and closes the connection. */
export const refuseMalformed =
  (base: string) =>
  (error: ClientError, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || !socket.writable || isAnswering(socket)) {
      socket.destroy();
      return;
    }
    socket.end(answerTo(error, base));
  };

function answerTo(error: ClientError, base: string): string {
  const [status, detail] = malformed[error.code ?? ''] ?? ['400 Bad Request', 'This is not a valid HTTP request.'];
  const read = Buffer.isBuffer(error.rawPacket) ? error.rawPacket.toString('latin1') : '';
  const asPage = error.code === 'HPE_HEADER_OVERFLOW' && wantsPage(read, base);
  const body = asPage ? page(status, base).text : problemText(status, detail, base);
  const headers = [
    `HTTP/1.1 ${status}`,
    `Content-Type: ${asPage ? 'text/html; charset=utf-8' : 'application/problem+json'}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
    'X-Content-Type-Options: nosniff',
    'Cache-Control: no-store',
    'Connection: close',
  ];
  return `${headers.join('\r\n')}\r\n\r\n${read.startsWith('HEAD ') ? '' : body}`;
}

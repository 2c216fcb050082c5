import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { notFound } from '../errors.ts';
import { root } from '../root.ts';
import { type HeldFile, heldFiles, heldPage } from './held-files.ts';
import { webPolicy } from './security.ts';

const FOLDER = join(root, 'web/dist');
const PAGE = 'index.html';
/** Files lie at the top or under `assets/`; deeper paths are the web app's, dots and all: codes of invitations have one. */
const FILE = /^\/(?:assets\/)?[^/]*\.\w+$/;

const NOT_BUILT = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Carrel</title>
<h1>Carrel is running</h1>
<p>The web app is not built yet. Run <code>npm start</code>, or <code>npm run build --workspace web</code>, and restart the server.</p>
<p>The API works.</p>
</html>`;

/** Names under `assets/` carry a hash of the content; browsers fetch the mark at every step within the app. */
function cacheControl(path: string): string {
  if (path.includes('/assets/')) return 'public, max-age=31536000, immutable';
  return path.endsWith('.svg') ? 'public, max-age=86400' : 'no-cache';
}

function send(request: FastifyRequest, reply: FastifyReply, name: string, file: HeldFile): FastifyReply {
  const { bytes, coding, etag } = file.variantFor(request.headers['accept-encoding']);
  reply.headers({ 'cache-control': cacheControl(`/${name}`), vary: 'accept-encoding', etag });
  if (request.headers['if-none-match']?.split(/\s*,\s*/).some((known) => known.replace(/^W\//, '') === etag))
    return reply.code(304).send();
  if (coding) reply.header('content-encoding', coding);
  return reply.type(file.type).send(bytes);
}

/** Paths for machines, however they are spelt, and those that begin with several slashes, are never the web app's. */
function isOfWebApp(path: string): boolean {
  const plain = decodeURIComponent(path).replaceAll('\\', '/');
  return !plain.startsWith('//') && !/^\/(api|mcp|\.well-known)(\/|$)/i.test(plain);
}

type Answer = (request: FastifyRequest, reply: FastifyReply) => FastifyReply;

/** The page with the path that the server is reached under before all that it names. */
const pageUnder = (base: string, folder: string): HeldFile =>
  heldPage(
    readFileSync(join(folder, PAGE), 'utf8')
      .replaceAll(/\b(href|src|content)="\/(?!\/)/g, `$1="${base}/`)
      .replaceAll(/\burl\((["']?)\/(?!\/)/g, `url($1${base}/`),
  );

/**
 * Answers what no route answers: files of the web app, and its page for every path that is not the API's, because
 * the app itself reads the path. `onVisit` loads what a visitor is going to need.
 */
export function webApp(base: string, onVisit: () => Promise<unknown>, folder = FOLDER): Answer {
  const fileNamed = existsSync(join(folder, PAGE)) ? heldFiles(folder) : () => null;
  const page = base !== '' && fileNamed(PAGE) ? pageUnder(base, folder) : fileNamed(PAGE);
  const policy = webPolicy(page ? page.variantFor(undefined).bytes.toString() : '');
  return (request, reply) => {
    const [path = ''] = request.url.split(/[?#]/, 1);
    if (!['GET', 'HEAD'].includes(request.method) || !isOfWebApp(path)) throw notFound();
    reply.header('content-security-policy', policy);
    if (!page) return reply.code(503).type('text/html; charset=utf-8').send(NOT_BUILT);
    if (FILE.test(path)) {
      const name = decodeURIComponent(path).slice(1);
      const file = fileNamed(name);
      if (!file) throw notFound();
      return send(request, reply, name, file);
    }
    reply.raw.once('finish', () => onVisit().catch(() => {})); // whoever needs it is told
    return send(request, reply, PAGE, page);
  };
}

import { createHash } from 'node:crypto';
import type { Config } from '../config.ts';
import { isHttps } from '../public-url.ts';
import type { App } from './app-type.ts';

/** For answers that are no pages: nothing in them may run, wherever a browser is made to show them. */
const API_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** For the web app: everything from this server alone. Its components set styles on elements. */
const WEB_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "object-src 'none'",
  "frame-ancestors 'none'",
].join('; ');

const INLINE = /<script>([\s\S]*?)<\/script>/g;

/** The policy for a page of the web app: of scripts in it, those that it was built with may run, by their hashes. */
export function webPolicy(html: string): string {
  const hashes = [...html.matchAll(INLINE)].map(([, script = '']) =>
    createHash('sha256').update(script).digest('base64'),
  );
  return WEB_POLICY.replace(
    "script-src 'self'",
    ["script-src 'self'", ...hashes.map((hash) => `'sha256-${hash}'`)].join(' '),
  );
}

const COMMON = {
  'content-security-policy': API_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** The headers of every answer. They are the same each time, so they cost next to nothing. */
export function secureAnswers(app: App, { publicUrl }: Pick<Config, 'publicUrl'>): void {
  const transport = isHttps(publicUrl) ? { 'strict-transport-security': 'max-age=31536000' } : {};
  const headers = { ...COMMON, ...transport };
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
}

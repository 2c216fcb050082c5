// A player that opens with Carrel's token: `npm install jose`, then
// CARREL_URL=https://carrel.example PLAYER_URL=http://localhost:4000 node server.mjs
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRemoteJWKSet, jwtVerify } from 'jose';

const { CARREL_URL = 'http://localhost:3000', PLAYER_URL = 'http://localhost:4000' } = process.env;
const keys = createRemoteJWKSet(new URL(`${CARREL_URL}/.well-known/jwks.json`));
const expected = { issuer: CARREL_URL, audience: new URL(PLAYER_URL).origin, algorithms: ['ES256'] };
const page = readFileSync(new URL('index.html', import.meta.url), 'utf8');
const taken = new Map(); // the ids of tokens, so that none opens twice

async function open(token) {
  const { payload } = await jwtVerify(token, keys, expected);
  for (const [id, ends] of taken) if (ends < Date.now() / 1000) taken.delete(id);
  if (taken.has(payload.jti)) throw new Error('this token was used already');
  taken.set(payload.jti, payload.exp);
  const { name, course, progress } = payload;
  const facts = JSON.stringify({ carrel: CARREL_URL, name, course, progress }).replaceAll('<', '\\u003c');
  return page.replace('{"facts":null}', () => facts);
}

createServer(async ({ url }, response) => {
  const token = new URL(url, PLAYER_URL).searchParams.get('carrel_token') ?? '';
  const body = await open(token).catch((error) => `This link does not open the course: ${error.message}`);
  const good = body.startsWith('<!doctype');
  response.writeHead(good ? 200 : 403, {
    'content-type': `text/${good ? 'html' : 'plain'}; charset=utf-8`,
    'referrer-policy': 'no-referrer',
  });
  response.end(body);
}).listen(new URL(PLAYER_URL).port || 80, () => console.log(`The player waits at ${PLAYER_URL}`));

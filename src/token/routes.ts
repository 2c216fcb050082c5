import { type Static, Type } from 'typebox';
import { type Context, now } from '../context.ts';
import { invalid } from '../errors.ts';
import { writeFor } from '../http/dry-run.ts';
import { describePage, PageQuery, sliceOf } from '../http/list.ts';
import { operation } from '../http/operation.ts';
import { answers, ref } from '../http/schema.ts';
import { principalOf } from '../principal.ts';
import { nameFault, parseName } from '../rules/name.ts';
import { fingerprintOf } from '../seal.ts';
import { CreateTokenBody, NewToken, Token, toTokenView } from './schema.ts';
import { createToken as makeToken, deleteToken as removeToken, listTokens as tokensOf } from './token.ts';

const tags = ['Tokens'];
const TokenPath = Type.Object({ id: Type.String({ maxLength: 100, description: 'The id of the token, as listed.' }) });

function readToken({ name, permission }: Static<typeof CreateTokenBody>) {
  const parsed = parseName(name);
  if (!parsed) throw invalid({ pointer: '/name', ...nameFault(name) });
  return { name: parsed, permission };
}

const issuerOf = ({ config }: Context) => ({ url: config.publicUrl, secret: config.secretKey });

/** The keys whose tokens still count. */
const knownKeys = ({ keys }: Context) => new Set(keys.map(fingerprintOf));

export const listTokens = operation(
  {
    schema: {
      operationId: 'listTokens',
      tags,
      summary: 'The API tokens',
      querystring: Type.Object(PageQuery),
      response: answers(Type.Array(ref(Token))),
    },
  },
  async (context, request, reply) => {
    const tokens = await tokensOf(context.db.read, principalOf(request).scope);
    const { limit, offset } = sliceOf(request.query);
    describePage(request, reply, tokens.length, request.query);
    return tokens.slice(offset, offset + limit).map((token) => toTokenView(token, knownKeys(context)));
  },
);

export const createToken = operation(
  {
    schema: {
      operationId: 'createToken',
      tags,
      summary: 'Make an API token; its text is in this answer and nowhere else',
      body: ref(CreateTokenBody),
      response: answers(ref(NewToken), 403, 413, 415),
    },
  },
  async (context, request) => {
    const by = principalOf(request);
    const asked = { scope: by.scope, ...readToken(request.body) };
    const at = now(context);
    const { id, text } = await writeFor(context.db, request, (tx) => makeToken(tx, asked, issuerOf(context), by, at));
    const row = {
      id,
      ...asked,
      last_ten: text.slice(-10),
      created_at: at,
      last_used_at: null,
      maker: by.label,
      made_with: null,
    };
    return { ...toTokenView(row, knownKeys(context)), token: text };
  },
);

export const deleteToken = operation(
  {
    schema: {
      operationId: 'deleteToken',
      tags,
      summary: 'Delete an API token, which is dead at once',
      params: TokenPath,
      response: answers(ref(Token), 403, 404),
    },
  },
  async (context, request) => {
    const by = principalOf(request);
    const asked = { scope: by.scope, id: request.params.id };
    return toTokenView(
      await writeFor(context.db, request, (tx) => removeToken(tx, asked, by, now(context))),
      knownKeys(context),
    );
  },
);

import { APIError, createAuthEndpoint, createAuthMiddleware, getSessionFromCtx } from 'better-auth/api';
import { deleteSessionCookie, expireCookie, setSessionCookie } from 'better-auth/cookies';
import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import { twoFactor } from 'better-auth/plugins';
import { type Context, now } from '../context.ts';
import { decodeAddresses } from './address-encoding.ts';
import { CHALLENGE, CHALLENGE_SECONDS, openChallenge } from './challenge.ts';
import type { Sealing } from './code.ts';
import { PERSON_HEADER } from './constants.ts';
import { cookie } from './cookies.ts';
import { DEVICE, knownDevice } from './device.ts';

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const columns = (...names: string[]) => Object.fromEntries(names.map((name) => [name, snake(name)]));

/** The sign-ins after which a second factor is asked for. Who comes from an identity provider has given it there. */
const ASKS = new Set(['/sign-in/email', '/magic-link/verify']);

/**
 * Better Auth keeps the secrets and hands out new ones. When a code is asked for, and what it is worth, is decided in
 * our own transactions (code.ts): there a code counts once, and the one who is guessed at is known for certain.
 */
export function twoFactorSecrets() {
  const plugin = twoFactor({
    issuer: 'Carrel',
    twoFactorTable: 'two_factor',
    allowPasswordless: true, // routes.ts has asked for a password, or for a code by mail where there is none
    accountLockout: { enabled: false },
    schema: {
      user: { fields: columns('twoFactorEnabled') },
      twoFactor: { fields: columns('backupCodes', 'userId', 'failedVerificationCount', 'lockedUntil') },
    } as never,
  });
  plugin.hooks.after = [];
  return plugin;
}

/** Opens the session of a sign-in whose code was right. */
const openSession = createAuthEndpoint.serverOnly({ method: 'POST', requireHeaders: true }, async (ctx) => {
  const { personId } = ctx.body as unknown as { personId: string };
  const user = await ctx.context.internalAdapter.findUserById(personId);
  if (!user) throw APIError.from('UNAUTHORIZED', { code: 'INVALID_TWO_FACTOR_COOKIE', message: 'Sign in anew.' });
  const session = await ctx.context.internalAdapter.createSession(personId);
  await setSessionCookie(ctx, { session, user });
  expireCookie(ctx, ctx.context.createAuthCookie(CHALLENGE));
  ctx.setHeader(PERSON_HEADER, personId);
  return ctx.json({ status: true });
});

/** Switches the second factor of the signed-in person on, and gives them a new session. */
const confirmFactor = createAuthEndpoint.serverOnly({ method: 'POST', requireHeaders: true }, async (ctx) => {
  const current = await getSessionFromCtx(ctx);
  if (!current) throw APIError.from('UNAUTHORIZED', { code: 'UNAUTHORIZED', message: 'Sign in first.' });
  const { internalAdapter } = ctx.context;
  const user = await internalAdapter.updateUser(current.user.id, { twoFactorEnabled: true });
  const session = await internalAdapter.createSession(current.user.id, false, current.session);
  await setSessionCookie(ctx, { session, user });
  await internalAdapter.deleteSession(current.session.token);
  return ctx.json({ status: true });
});

/** Whether the browser that sends these cookies is trusted. */
async function isTrusted(context: Context, email: string, header: string | null): Promise<boolean> {
  const secret = cookie(header ?? undefined, DEVICE, context.config);
  const known = secret === 'ambiguous' ? null : await knownDevice(context.db.read, { email, secret }, now(context));
  return known?.trusted === true;
}

/** Asks for a code after a password or a mailed link, and opens a session once a code was right. */
export function secondStep(context: Context) {
  const { db } = context;

  const ask = createAuthMiddleware(async (ctx) => {
    const opened = ctx.context.newSession;
    if (!opened) return;
    const { user, session } = opened;
    if (
      !user.twoFactorEnabled ||
      !ASKS.has(ctx.path ?? '') ||
      (await isTrusted(context, decodeAddresses(user.email), ctx.headers?.get('cookie') ?? null))
    ) {
      ctx.setHeader(PERSON_HEADER, user.id);
      return;
    }
    deleteSessionCookie(ctx, true);
    await ctx.context.internalAdapter.deleteSession(session.token);
    ctx.context.setNewSession(null);
    const text = await db.write((tx) => openChallenge(tx, user.id, now(context)));
    const { name, attributes } = ctx.context.createAuthCookie(CHALLENGE, { maxAge: CHALLENGE_SECONDS });
    await ctx.setSignedCookie(name, text, ctx.context.secret, attributes);
    return ctx.json({ twoFactorRedirect: true, twoFactorMethods: ['totp'] });
  });

  return {
    id: 'second-step' as const,
    endpoints: { openSession, confirmFactor },
    hooks: {
      after: [
        {
          matcher: ({ path }: { path?: string }) => ASKS.has(path ?? '') || path?.startsWith('/callback/') === true,
          handler: ask,
        },
      ],
    },
  };
}

/** Opens and closes what Better Auth keeps of second factors: the first secret closes, all of them open. */
export const sealingOf = ([secret = '', ...earlier]: readonly string[]): Sealing => ({
  open: (data) =>
    earlier.reduce(
      (opening, key) => opening.catch(() => symmetricDecrypt({ key, data })),
      symmetricDecrypt({ key: secret, data }),
    ),
  close: (data) => symmetricEncrypt({ key: secret, data }),
});

import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { type BetterAuthOptions, betterAuth } from 'better-auth';
import { APIError } from 'better-auth/api';
import { magicLink } from 'better-auth/plugins';
import { type Context, now } from '../../context.ts';
import type { Database } from '../../db/database.ts';
import { catalogue } from '../../errors.ts';
import { LimitedLog } from '../../limited-log.ts';
import { cookiesOf } from '../../public-url.ts';
import { wantedLanguage } from '../../rules/language.ts';
import { HOUR } from '../../rules/time.ts';
import { decodeAddresses } from '../address-encoding.ts';
import { ADDRESS_HEADER, IDLE_SECONDS, LONGEST_SECONDS, ZONE_HEADER } from '../constants.ts';
import { note, originFrom } from '../history.ts';
import { mailReset, mailSignInLink } from '../mails.ts';
import { hashPassword, LEAST_CHARACTERS, MAX_CHARACTERS, verifyPassword } from '../password.ts';
import { forgetSecrets, isDisabledPerson, isExpected } from '../person.ts';
import { learnPreferences, zoneOf } from '../preferences.ts';
import { sealingOf, secondStep, twoFactorSecrets } from '../second-factor.ts';
import { accountSecret } from '../secret.ts';
import { signInPage } from '../sign-in-link.ts';
import { identityProvider } from './provider.ts';
import { authStore } from './store.ts';

const LINK_SECONDS = 10 * 60;
const RESET_SECONDS = HOUR;

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const columns = (...names: string[]) => Object.fromEntries(names.map((name) => [name, snake(name)]));
const times = ['createdAt', 'updatedAt'];

/** The names of our tables and columns for what Better Auth keeps in them. */
const tables = {
  user: {
    modelName: 'person',
    fields: columns('emailVerified', ...times),
    additionalFields: {
      disabledAt: { type: 'number' as const, fieldName: 'disabled_at', required: false, input: false },
      lastSignInAt: { type: 'number' as const, fieldName: 'last_sign_in_at', required: false, input: false },
    },
  },
  account: {
    modelName: 'credential',
    fields: columns(
      'accountId',
      'providerId',
      'userId',
      'accessToken',
      'refreshToken',
      'idToken',
      'accessTokenExpiresAt',
      'refreshTokenExpiresAt',
      ...times,
    ),
  },
  verification: { fields: columns('expiresAt', ...times), storeIdentifier: 'hashed' as const },
};

const languageIn = (headers: Headers | undefined) => wantedLanguage(headers?.get('accept-language') ?? undefined);

const browserOf = (headers: Headers | undefined) => ({
  language: languageIn(headers),
  timeZone: zoneOf(headers?.get(ZONE_HEADER)),
});

/** The provider's tokens are of no use after the sign-in, and better not kept. */
const withoutTokens = async () => ({ data: { accessToken: null, refreshToken: null, idToken: null } });

/** Every way to sign in ends in a session. */
async function refuseDisabled(db: Database, userId: string): Promise<void> {
  if (!(await isDisabledPerson(db.read, userId))) return;
  throw new APIError('FORBIDDEN', { code: 'account_disabled', message: catalogue.account_disabled[1] });
}

const withAddress = <T extends { email: string }>(user: T): T => ({ ...user, email: decodeAddresses(user.email) });

/** Most of what Better Auth calls an error is a request that a stranger made up. */
const LINES = { each: 5, all: 60 };
const MAX_OF_LINE = 300;

/** By whose request, told by the network that it came from. */
type Asking = AsyncLocalStorage<string>;

/** Passwords, and their resets. */
function passwords(context: Context) {
  const { db } = context;
  return {
    enabled: true,
    disableSignUp: true,
    minPasswordLength: LEAST_CHARACTERS,
    maxPasswordLength: MAX_CHARACTERS,
    password: { hash: hashPassword, verify: verifyPassword },
    resetPasswordTokenExpiresIn: RESET_SECONDS,
    revokeSessionsOnPasswordReset: true,
    sendResetPassword: ({ user, token }, request) =>
      mailReset(context, withAddress(user), token, languageIn(request?.headers)),
    onPasswordReset: ({ user }, request) =>
      db.write(async (tx) => {
        await forgetSecrets(tx, user.id);
        const headers = request?.headers;
        const origin = originFrom(context, headers?.get(ADDRESS_HEADER) ?? '', headers?.get('user-agent') ?? '');
        await note(tx, withAddress(user), 'password_changed', origin, now(context));
      }),
  } satisfies BetterAuthOptions['emailAndPassword'];
}

/** Who gets an account and a session, and what is kept of the provider. */
function hooksOf(db: Database) {
  return {
    user: {
      // Whoever opens a sign-in link has proven the address, and was sent it for a reason.
      create: {
        before: async ({ email, emailVerified }, asked) =>
          asked?.path === '/magic-link/verify' ||
          (emailVerified && (await isExpected(db.read, decodeAddresses(email)))),
      },
    },
    session: {
      create: {
        before: async ({ userId }) => {
          await refuseDisabled(db, userId);
          return { data: { expiresAt: new Date(Date.now() + IDLE_SECONDS * 1000) } };
        },
        after: ({ userId }, asked) => learnPreferences(db, userId, browserOf(asked?.headers)),
      },
    },
    account: { create: { before: withoutTokens }, update: { before: withoutTokens } },
  } satisfies BetterAuthOptions['databaseHooks'];
}

/** Sign-in by a link that is mailed. */
function mailedLink(context: Context) {
  const { config } = context;
  return magicLink({
    expiresIn: LINK_SECONDS,
    storeToken: 'hashed',
    sendMagicLink: ({ email, url, token, metadata }, ctx) => {
      const asked = {
        email: decodeAddresses(email),
        url: signInPage(config.publicUrl, token, url),
        language: languageIn(ctx?.headers),
      };
      return mailSignInLink(context, asked, metadata?.letter);
    },
  });
}

function optionsFor(context: Context, asking: Asking) {
  const { config, db, clock, keys } = context;
  const lines = new LimitedLog(context, 'accounts', LINES);
  const cookies = cookiesOf(config.publicUrl);
  return {
    appName: 'Carrel',
    baseURL: `${config.publicUrl}/api/auth`,
    secret: accountSecret(keys[0] as Buffer),
    database: authStore(db, clock),
    telemetry: { enabled: false },
    onAPIError: { errorURL: `${config.publicUrl}/sign-in`, throw: true }, // what is no refusal of its own, forward.ts gets as it is
    rateLimit: { enabled: false },
    logger: {
      level: 'error',
      log: (_level, message) =>
        lines.write('warn', asking.getStore() ?? '', { part: 'accounts' }, message.slice(0, MAX_OF_LINE)),
    },
    ...tables,
    session: {
      fields: columns('expiresAt', 'ipAddress', 'userAgent', 'userId', ...times),
      expiresIn: LONGEST_SECONDS,
      disableSessionRefresh: true,
    },
    emailAndPassword: passwords(context),
    databaseHooks: hooksOf(db),
    plugins: [mailedLink(context), twoFactorSecrets(), ...identityProvider(config, lines), secondStep(context)],
    advanced: {
      cookiePrefix: cookies.prefix,
      useSecureCookies: false, // the prefix above is the stricter one
      defaultCookieAttributes: { secure: cookies.secure, httpOnly: true, sameSite: 'lax', path: cookies.path },
      database: { generateId: () => randomUUID() },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      disableCSRFCheck: true, // auth/require-session.ts holds the rule for all of /api/app and /api/auth
    },
  } satisfies BetterAuthOptions;
}

/** Better Auth over our database: passwords, sign-in links, resets, second factors, an identity provider, sessions. */
export function createAuth(context: Context) {
  const asking: Asking = new AsyncLocalStorage();
  const auth = betterAuth(optionsFor(context, asking));
  return Object.assign(auth, { asking, sealing: async () => sealingOf(context.keys.map(accountSecret)) });
}

export type Auth = ReturnType<typeof createAuth>;

import { APIError, createAuthMiddleware } from 'better-auth/api';
import { genericOAuth } from 'better-auth/plugins';
import type { Config } from '../../config.ts';
import type { LimitedLog } from '../../limited-log.ts';
import { parseEmail } from '../../rules/email.ts';
import { parsePersonName } from '../../rules/name.ts';
import { encodeAddress } from '../address-encoding.ts';
import { OIDC } from '../constants.ts';

type Settings = NonNullable<Config['oidc']>;
type Claims = Record<string, unknown>;

/** Some providers say it as a text; nothing else counts, and no other member of the profile speaks for it. */
const isVerified = ({ email_verified }: Claims): boolean => email_verified === true || email_verified === 'true';

/** What is believed of what a provider tells. One address as a text, or none; a name that is one. */
function believed(claims: Claims): { email: string; emailVerified: boolean; name: string; image: undefined } {
  const email = typeof claims.email === 'string' ? parseEmail(claims.email)?.key : undefined;
  const name = typeof claims.name === 'string' ? parsePersonName(claims.name) : null;
  return {
    email: email ? encodeAddress(email) : '',
    emailVerified: email !== undefined && isVerified(claims),
    name: name ?? '',
    image: undefined,
  };
}

const bare = (issuer: unknown) => (typeof issuer === 'string' ? issuer.replace(/\/+$/, '') : null);

/** An id token that is also for others has to say that we asked for it (OpenID Connect Core 1.0, 3.1.3.7). */
function isForUs({ sub, aud, azp }: Claims, clientId: string): boolean {
  if (typeof sub !== 'string' || sub === '' || sub.length > 255) return false;
  const several = Array.isArray(aud) && aud.length > 1;
  return several ? azp === clientId : azp === undefined || azp === clientId;
}

interface Provider {
  id: string;
  issuer?: string | undefined;
  idToken?: { verifyClaims?: (claims: Claims) => boolean };
  getUserInfo(tokens: { idToken?: string }): Promise<unknown>;
}

const checked = new WeakSet<Provider>();

/** Without an id token there is no nonce, so that somebody else's answer could be handed in. */
function tighten(provider: Provider, { clientId }: Settings): void {
  if (checked.has(provider)) return;
  const ask = provider.getUserInfo.bind(provider);
  provider.getUserInfo = async (tokens) => (tokens.idToken ? ask(tokens) : null);
  if (provider.idToken) provider.idToken.verifyClaims = (claims) => isForUs(claims, clientId);
  checked.add(provider);
}

/** Holds the provider to what OpenID Connect asks of it, before it is sent anybody, and before its answer is read. */
function holdTo(settings: Settings, lines: LimitedLog) {
  const check = createAuthMiddleware(async (ctx) => {
    const providers = ctx.context.socialProviders as unknown as Provider[];
    const provider = providers.find(({ id }) => id === OIDC);
    if (!provider) return;
    if (bare(provider.issuer) !== bare(settings.issuer)) {
      lines.write(
        'error',
        'issuer',
        { code: 'oidc_issuer_differs', said: String(provider.issuer).slice(0, 200) },
        'the discovery document of OIDC_ISSUER names another issuer; nobody is signed in by it',
      );
      const message = 'The identity provider is not set up as it should be. Tell whoever runs this server.';
      throw APIError.from('BAD_REQUEST', { code: 'provider_unusable', message });
    }
    tighten(provider, settings);
  });
  const matcher = ({ path }: { path?: string }) =>
    path === '/sign-in/social' || path?.startsWith('/callback/') === true;
  return { id: 'provider-rules' as const, hooks: { before: [{ matcher, handler: check }] } };
}

/** Signing in with the identity provider of the settings, if there is one. The rules come after what they check. */
export const identityProvider = ({ oidc }: Pick<Config, 'oidc'>, lines: LimitedLog) => {
  if (!oidc) return [];
  const provider = genericOAuth({
    config: [
      {
        providerId: OIDC,
        discoveryUrl: `${oidc.issuer}/.well-known/openid-configuration`,
        clientId: oidc.clientId,
        clientSecret: oidc.clientSecret,
        scopes: ['openid', 'email', 'profile'],
        pkce: true,
        requireIdTokenVerification: true,
        mapProfileToUser: believed,
      },
    ],
  });
  return [provider, holdTo(oidc, lines)];
};

import { get, send } from '../api/app.ts';
import { base } from '../api/base.ts';

/** The page to come back to after a sign-in: only a path of this site. */
export const nextPath = (next: string | undefined): string =>
  next?.startsWith('/') && !next.startsWith('//') ? next : '/';

export const signIn = (email: string, password: string) =>
  send('post', '/api/auth/sign-in/email', { body: { email, password } });
export const mailLink = (email: string, next: string) =>
  send('post', '/api/auth/sign-in/magic-link', { body: { email, callbackURL: next } });
export const addressOfLink = (token: string) => get('/api/auth/magic-link', { query: { token } });
/** True of the links in mails about a license: the server knows where they went, and mails a new one there. */
export const isOfMail = (token: string) => token.includes('.');
export const renewLink = (token: string, next: string) =>
  send('post', '/api/auth/magic-link/renew', { body: { token, callbackURL: next } });
export const openLink = (token: string) => send('post', '/api/auth/magic-link/verify', { body: { token } });
export const signInWith = (providerId: string, next: string) =>
  send('post', '/api/auth/sign-in/oauth2', {
    body: { providerId, callbackURL: base + next, errorCallbackURL: `${base}/sign-in` },
  });
export const askReset = (email: string) =>
  send('post', '/api/auth/request-password-reset', { body: { email, redirectTo: '/reset' } });
export const resetPassword = (token: string, newPassword: string) =>
  send('post', '/api/auth/reset-password', { body: { token, newPassword } });
export const changePassword = (currentPassword: string, newPassword: string) =>
  send('post', '/api/auth/change-password', { body: { currentPassword, newPassword, revokeOtherSessions: true } });
export const changeName = (name: string) => send('post', '/api/auth/update-user', { body: { name } });

/** The password, or a code that was mailed to a person who has none. */
export type Proof = { password: string } | { proof: string };

/** How the person may sign in. */
export const signInMethods = () => get('/api/auth/methods', {});
export const mailProof = () => send('post', '/api/auth/mail-proof', { body: {} });
export const setPassword = (proof: string, newPassword: string) =>
  send('post', '/api/auth/set-password', { body: { proof, newPassword } });

export const enableTwoFactor = (proof: Proof) => send('post', '/api/auth/two-factor/enable', { body: proof });
export const disableTwoFactor = (proof: Proof) => send('post', '/api/auth/two-factor/disable', { body: proof });
export const newBackupCodes = (proof: Proof) =>
  send('post', '/api/auth/two-factor/generate-backup-codes', { body: proof });
export const verifyCode = (code: string, trustDevice = false) =>
  send('post', '/api/auth/two-factor/verify-totp', { body: { code, trustDevice } });
export const verifyBackupCode = (code: string) =>
  send('post', '/api/auth/two-factor/verify-backup-code', { body: { code } });

export const listSessions = () => get('/api/auth/list-sessions', {});
export const endSession = (token: string) => send('post', '/api/auth/revoke-session', { body: { token } });
export const endOtherSessions = () => send('post', '/api/auth/revoke-other-sessions', { body: {} });

export const listTrustedDevices = () => get('/api/auth/trusted-devices', {});
export const removeTrustedDevice = (id: string) => send('post', '/api/auth/trusted-devices/remove', { body: { id } });

export const listSecurityEvents = () => get('/api/auth/history', {});

/** The shortest password that is taken; the server holds the same rule. */
export const passwordLength = 10;

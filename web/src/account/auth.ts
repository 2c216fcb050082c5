import { base } from '../api/base.ts';
import { request } from '../api/http.ts';

const post = <T = unknown>(path: string, body: object = {}) =>
  request<T>(`/api/auth/${path}`, { method: 'POST', body });

/** The page to come back to after a sign-in: only a path of this site. */
export const nextPath = (next: string | undefined): string =>
  next?.startsWith('/') && !next.startsWith('//') ? next : '/';

export const signIn = (email: string, password: string) =>
  post<{ twoFactorRedirect?: boolean }>('sign-in/email', { email, password });
export const mailLink = (email: string, next: string) => post('sign-in/magic-link', { email, callbackURL: next });
export const addressOfLink = (token: string) =>
  request<{ email: string }>(`/api/auth/magic-link?${new URLSearchParams({ token })}`);
/** True of the links in mails about a license: the server knows where they went, and mails a new one there. */
export const isOfMail = (token: string) => token.includes('.');
export const renewLink = (token: string, next: string) => post('magic-link/renew', { token, callbackURL: next });
export const openLink = (token: string) => post<{ twoFactorRedirect?: boolean }>('magic-link/verify', { token });
export const signInWith = (providerId: string, next: string) =>
  post<{ url: string }>('sign-in/oauth2', {
    providerId,
    callbackURL: base + next,
    errorCallbackURL: `${base}/sign-in`,
  });
export const askReset = (email: string) => post('request-password-reset', { email, redirectTo: '/reset' });
export const resetPassword = (token: string, newPassword: string) => post('reset-password', { token, newPassword });
export const changePassword = (currentPassword: string, newPassword: string) =>
  post('change-password', { currentPassword, newPassword, revokeOtherSessions: true });
export const changeName = (name: string) => post('update-user', { name });

export interface TwoFactorSecret {
  totpURI: string;
  backupCodes: string[];
}

/** The password, or a code that was mailed to a person who has none. */
export type Proof = { password: string } | { proof: string };

/** How the person may sign in. */
export const signInMethods = () => request<{ password: boolean }>('/api/auth/methods');
export const mailProof = () => post('mail-proof');
export const setPassword = (proof: string, newPassword: string) => post('set-password', { proof, newPassword });

export const enableTwoFactor = (proof: Proof) => post<TwoFactorSecret>('two-factor/enable', proof);
export const disableTwoFactor = (proof: Proof) => post('two-factor/disable', proof);
export const newBackupCodes = (proof: Proof) =>
  post<{ backupCodes: string[] }>('two-factor/generate-backup-codes', proof);
export const verifyCode = (code: string, trustDevice = false) => post('two-factor/verify-totp', { code, trustDevice });
export const verifyBackupCode = (code: string) => post('two-factor/verify-backup-code', { code });

export interface OpenSession {
  id: string;
  token: string;
  /** The one of this browser. */
  current: boolean;
  userAgent: string | null;
  ipAddress: string | null;
  createdAt: string;
  updatedAt: string;
}

export const listSessions = () => request<OpenSession[]>('/api/auth/list-sessions');
export const endSession = (token: string) => post('revoke-session', { token });
export const endOtherSessions = () => post('revoke-other-sessions');

/** A browser that is not asked for the second factor. */
export interface TrustedDevice {
  id: string;
  browser: string;
  created: string;
  lastUsed: string;
  /** The one of this page. */
  current: boolean;
}

export const listTrustedDevices = () => request<TrustedDevice[]>('/api/auth/trusted-devices');
export const removeTrustedDevice = (id: string) => post('trusted-devices/remove', { id });

/** Something that happened to the account. */
export interface SecurityEvent {
  id: string;
  at: string;
  kind: string;
  browser: string;
}

export const listSecurityEvents = () => request<SecurityEvent[]>('/api/auth/history');

/** The shortest password that is taken; the server holds the same rule. */
export const passwordLength = 10;

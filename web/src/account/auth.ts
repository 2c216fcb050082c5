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

export const enableTwoFactor = (password: string) => post<TwoFactorSecret>('two-factor/enable', { password });
export const disableTwoFactor = (password: string) => post('two-factor/disable', { password });
export const newBackupCodes = (password: string) =>
  post<{ backupCodes: string[] }>('two-factor/generate-backup-codes', { password });
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

/** The shortest password that is taken; the server holds the same rule. */
export const passwordLength = 10;

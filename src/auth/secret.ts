import { createHmac } from 'node:crypto';

/** What Better Auth signs and encrypts with, made from the server's key. */
export const accountSecret = (secretKey: Buffer): string =>
  createHmac('sha256', secretKey).update('accounts').digest('base64url');

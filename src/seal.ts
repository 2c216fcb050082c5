import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Hides texts from whoever reads the database without the server's key. */
export interface Seal {
  encrypt(text: string): string;
  /** Null where the text was sealed with another key, or changed. */
  decrypt(sealed: string): string | null;
}

/** What the codes of links are sealed for. */
export const LINK_CODES = 'link codes';
/** What the secrets are sealed for that sign the deliveries of webhooks. */
export const WEBHOOK_SECRETS = 'webhook secrets';

/** What the keys are sealed for that sign tokens of launches and certificates. */
export const SIGNING_KEYS = 'signing keys';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** What tells one key from another, and nothing of either. */
export function fingerprintOf(secret: Buffer): string {
  const text = Buffer.from(hkdfSync('sha256', secret, '', 'fingerprint', 8)).toString('hex');
  return text.replace(/.{4}(?=.)/g, '$&-');
}

/** AES-256-GCM with a key of its own for each purpose. The first secret encrypts; all of them decrypt. */
export function sealWith(secrets: readonly Buffer[], purpose: string): Seal {
  const keys = secrets.map((secret) => Buffer.from(hkdfSync('sha256', secret, '', purpose, 32)));
  return {
    encrypt: (text) => {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', keys[0] as Buffer, iv);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url');
    },
    decrypt: (sealed) => {
      const bytes = Buffer.from(sealed, 'base64url');
      for (const key of keys) {
        const text = decryptWith(key, bytes);
        if (text !== null) return text;
      }
      return null;
    },
  };
}

function decryptWith(key: Buffer, bytes: Buffer): string | null {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return null;
  }
}

import { createHash } from 'node:crypto';

/** SHA-256 in base64url: what stands for a secret wherever it is only compared. */
export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('base64url');

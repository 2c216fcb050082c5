/** Why a mail did not arrive, as far as a mail server said so. */
export type MailTrouble = 'unknown_address' | 'mailbox_full' | 'refused' | 'not_handed_over';

/**
 * Reads the answer of a mail server (RFC 5321, section 4.2; RFC 3463): null where it never answered about the mail. A
 * code without an enhanced one does not tell an address that does not exist from a mail that is not wanted.
 */
export function mailTrouble(answer: string | null): MailTrouble {
  if (answer === null) return 'not_handed_over';
  if (/\b[45]\.2\.2\b|^[45]52\b/.test(answer)) return 'mailbox_full';
  if (/\b5\.1\.(?:[1236]|10)\b|\b5\.2\.1\b/.test(answer)) return 'unknown_address';
  return 'refused';
}

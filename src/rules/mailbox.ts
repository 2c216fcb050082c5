/** Providers that deliver to the same mailbox whatever dots are in the name, by the domain they are one with. */
const WITHOUT_DOTS: Record<string, string> = {
  'gmail.com': 'gmail.com',
  'googlemail.com': 'gmail.com',
  'proton.me': 'proton.me',
  'protonmail.com': 'protonmail.com',
  'pm.me': 'pm.me',
};

/**
 * The address that names the mailbox behind an address (its key): without what follows a plus sign, and, for the
 * domains of known providers, without dots.
 */
export function mailboxOf(key: string): string {
  const at = key.lastIndexOf('@');
  const [local, domain] = [key.slice(0, at), key.slice(at + 1)];
  const name = local.split('+', 1)[0] || local;
  const one = WITHOUT_DOTS[domain];
  return one ? `${name.replaceAll('.', '')}@${one}` : `${name}@${domain}`;
}

/** What is kept beside an address: its mailbox, where that is another address. */
export const otherMailbox = (key: string): string | null => {
  const mailbox = mailboxOf(key);
  return mailbox === key ? null : mailbox;
};

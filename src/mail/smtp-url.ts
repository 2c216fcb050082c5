import ipaddr from 'ipaddr.js';
import { SettingError } from '../setting-error.ts';

/** Whether a mail goes out without encryption: never, where the server offers none, or always. */
type Encryption = 'required' | 'optional' | 'off';

const NEAR = ['loopback', 'private', 'linkLocal', 'uniqueLocal'];

/**
 * True for this machine and its own network: `localhost`, a name without a dot, a private address. A name is not looked
 * up: whoever can forge the answer could then turn encryption off.
 */
export function isNearHost(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (ipaddr.isValid(name)) return NEAR.includes(ipaddr.process(name).range());
  return !name.includes('.') || name.toLowerCase().endsWith('.localhost');
}

function encryptionOf(url: URL): Encryption {
  const asked = url.searchParams.getAll('tls');
  const [only = isNearHost(url.hostname) ? 'optional' : 'required', more] = asked;
  if (more === undefined && (only === 'required' || only === 'optional' || only === 'off')) return only;
  throw new SettingError(
    'SMTP_URL: tls must be required, optional or off, such as smtp://mail.example.com?tls=optional',
  );
}

/** The URL as the mail library reads it, and how it is to encrypt. Throws SettingError for a wrong `?tls=`. */
export function readSmtpUrl(text: string): { url: string; requireTLS: boolean; ignoreTLS: boolean } {
  const url = new URL(text);
  const encryption = encryptionOf(url);
  const asked = url.searchParams.has('tls');
  url.searchParams.delete('tls');
  return { url: asked ? url.href : text, requireTLS: encryption === 'required', ignoreTLS: encryption === 'off' };
}

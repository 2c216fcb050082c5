import type { Config } from '../config.ts';
import { isHttps, isLocal } from '../public-url.ts';

/** What an operator had better know at the start, though nothing of it keeps the server from serving. */
export function warningsOf(config: Pick<Config, 'publicUrl' | 'smtpUrl' | 'dataDir'>, keepsMails: boolean): string[] {
  const { publicUrl, smtpUrl, dataDir } = config;
  const warnings: string[] = [];
  if (!isHttps(publicUrl) && !isLocal(publicUrl))
    warnings.push(
      `PUBLIC_URL is ${publicUrl}, without TLS: passwords, sessions and tokens can be read on the way; put a proxy with TLS in front, and set an address that starts with https://`,
    );
  if (smtpUrl === null && !keepsMails)
    warnings.push(
      `SMTP_URL is not set: no mail is sent, sign-in links and invitations among them; mails are kept as files in ${dataDir}/mail`,
    );
  return warnings;
}

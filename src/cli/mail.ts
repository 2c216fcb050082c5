import { randomUUID } from 'node:crypto';
import type { Config } from '../config.ts';
import { describeFailure, openSender } from '../mail/sender.ts';
import { parseEmail } from '../rules/email.ts';
import { SettingError } from '../setting-error.ts';
import { UsageError } from './usage.ts';

/** The step of a delivery at which it failed, in words. */
function failingStep(error: unknown): string {
  const { code = '', command = '', message = '' } = error as { code?: string; command?: string; message?: string };
  if (/ENOTFOUND|EAI_AGAIN|EDNS/.test(code + message)) return 'the name of the mail server was not found';
  if (/ECONNREFUSED/.test(code + message)) return 'the mail server refused the connection';
  if (/certificate|CERT|self-signed|altname/i.test(code + message))
    return 'the certificate of the mail server is not trusted';
  if (code === 'ETLS' || /STARTTLS/.test(command) || /SSL|TLS/.test(message)) return 'encryption (TLS) failed';
  if (code === 'EAUTH') return 'the mail server refused the user or the password';
  if (command === 'MAIL FROM') return 'the mail server refused the sender (MAIL_FROM)';
  if (command === 'RCPT TO') return 'the mail server refused the recipient';
  if (/ETIMEDOUT|timeout/i.test(code + message)) return 'the mail server did not answer in time';
  return 'the mail was not taken';
}

/** Sends one mail through the mail server of the settings; says at which step that fails. */
export async function mailTestCommand(config: Config, { to }: { to: string }): Promise<void> {
  const email = parseEmail(to);
  if (!email) throw new UsageError(`--to: “${to}” is no email address`);
  if (config.smtpUrl === null) throw new SettingError('SMTP_URL is not set: mails are kept as files, and none is sent');
  const sender = openSender(config);
  const text = `This is a test of the mail settings of Carrel at ${config.publicUrl}.\n`;
  const mail = { id: randomUUID(), subject: 'A test of Carrel’s mail settings', text, html: `<p>${text}</p>` };
  try {
    await sender.send({
      ...mail,
      to: email.address,
      from: 'Carrel',
      replyTo: null,
      language: 'en',
      unsubscribe: null,
      event: { id: 0, at: Date.now() },
    });
  } catch (error) {
    throw new Error(`SMTP_URL: ${failingStep(error)}: ${describeFailure(error)}`);
  } finally {
    sender.close();
  }
  process.stdout.write(`The mail server took a mail to ${email.address}.\n`);
}

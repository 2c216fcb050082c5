import { randomUUID } from 'node:crypto';
import type { Config } from '../config.ts';
import { tellFailure } from '../mail/failing-step.ts';
import { openSender } from '../mail/sender.ts';
import { parseEmail } from '../rules/email.ts';
import { SettingError } from '../setting-error.ts';
import { UsageError } from './usage.ts';

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
      logo: null,
      event: { id: 0, at: Date.now() },
    });
  } catch (error) {
    throw new Error(tellFailure(error));
  } finally {
    sender.close();
  }
  process.stdout.write(`The mail server took a mail to ${email.address}.\n`);
}

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SendMailOptions, Transporter } from 'nodemailer';
import addressparser from 'nodemailer/lib/addressparser';
import type { Config } from '../config.ts';
import { writeAtomically } from '../files.ts';
import { parseEmail } from '../rules/email.ts';
import { SettingError } from '../setting-error.ts';
import type { Mail } from './compose.ts';
import { LOGO_ID } from './layout.ts';
import { readSmtpUrl } from './smtp-url.ts';

/** Where mail goes. */
export interface Sender {
  /** Resolves once somebody else has taken responsibility for the mail. */
  send(mail: Mail): Promise<void>;
  /** Connects, encrypts and signs in without sending. Absent where there is no mail server. */
  check?(): Promise<void>;
  close(): void;
}

/** Mails that are sent at the same time. */
export const AT_ONCE = 4;

interface Address {
  name: string;
  address: string;
}

function senderAddress(text: string): Address {
  const [from, ...more] = addressparser(text);
  if (!from || more.length > 0 || !('address' in from) || !parseEmail(from.address ?? '') || /\p{Cc}/u.test(text)) {
    throw new SettingError(`MAIL_FROM must be one address, such as Carrel <carrel@example.com>, not “${text}”`);
  }
  return { name: from.name ?? '', address: from.address as string };
}

/** Shown where the text refers to it, and nowhere else. */
const logoOf = ({ type, bytes }: NonNullable<Mail['logo']>) => ({
  cid: LOGO_ID,
  content: bytes,
  contentType: type,
  contentDisposition: 'inline' as const,
  filename: `logo.${type.slice('image/'.length)}`,
});

const envelopeOf = (mail: Mail, from: Address, host: string): SendMailOptions => ({
  envelope: { from: from.address, to: [mail.to] },
  messageId: `<${mail.id}@${host}>`,
  from: { name: mail.from, address: from.address },
  to: { name: '', address: mail.to },
  ...(mail.replyTo ? { replyTo: mail.replyTo } : {}),
  subject: mail.subject,
  html: mail.html,
  text: mail.text,
  headers: {
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'All',
    'Content-Language': mail.language,
    ...(mail.unsubscribe ? { 'List-Unsubscribe': `<${mail.unsubscribe}>` } : {}),
  },
  ...(mail.logo ? { attachments: [logoOf(mail.logo)] } : {}),
  disableFileAccess: true,
  disableUrlAccess: true,
});

type Envelope = (mail: Mail) => SendMailOptions;

function smtpSender(smtpUrl: string, envelope: Envelope): Sender {
  const options = {
    ...readSmtpUrl(smtpUrl),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 60_000,
    dnsTimeout: 10_000,
  };
  const pool = { pool: true, maxConnections: AT_ONCE, maxRequeues: 0 } as const;
  // With the first mail: a server is ready sooner without the library.
  let opened: Promise<Transporter> | undefined;
  const open = () =>
    (opened ??= import('nodemailer').then(({ createTransport }) => createTransport({ ...options, ...pool })));
  return {
    send: async (mail) => {
      const transport = await open();
      await transport.sendMail(envelope(mail));
    },
    check: async () => {
      const { createTransport } = await import('nodemailer');
      await createTransport(options).verify(); // on a connection of its own, beside those of the pool
    },
    close: () => void opened?.then((transport) => transport.close()),
  };
}

/** The folder of mails that no mail server takes. */
export const mailFolder = (config: Config): string => join(config.dataDir, 'mail');

/** Sorts by time; the same mail, sent again, is the same file. */
export const mailFile = ({ id, event }: Mail): string =>
  `${new Date(event.at).toISOString().replaceAll(':', '-')}_${String(event.id).padStart(12, '0')}_${id}.eml`;

function fileSender(folder: string, envelope: Envelope): Sender {
  return {
    send: async (mail) => {
      const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
      const text = await new MailComposer({ ...envelope(mail), date: new Date(mail.event.at) }).compile().build();
      const path = join(folder, mailFile(mail));
      await writeAtomically(path, text).catch(async (error: unknown) => {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeAtomically(path, text);
      });
    },
    close: () => {},
  };
}

/** Sends by the settings: to the mail server, else into files. Throws SettingError for a wrong MAIL_FROM. */
export function openSender(config: Config): Sender {
  const from = senderAddress(config.mailFrom);
  const host = URL.parse(config.publicUrl)?.hostname ?? 'localhost';
  const envelope: Envelope = (mail) => envelopeOf(mail, from, host);
  return config.smtpUrl === null ? fileSender(mailFolder(config), envelope) : smtpSender(config.smtpUrl, envelope);
}

/** What an operator may read of a failed attempt: one line, without the links of the mail. */
export function describeFailure(error: unknown): string {
  const { message, response } = error as { message?: string; response?: string };
  return oneLine(String(response ?? message ?? error));
}

const oneLine = (text: string): string =>
  text
    .replace(/\b\w+:\/\/\S+/g, '…')
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, 300);

/** A mailbox that does not exist or takes nothing (RFC 3463); any other enhanced code is about who sends, and how. */
const OF_MAILBOX = /\b[45]\.[12]\.\d+\b/;
const ENHANCED = /\b[45]\.\d+\.\d+\b/;
const OF_SERVER = /relay|authenti|sender|not permitted|access denied|client host|blocked|blacklist|policy/i;

/** True where it is this recipient who is refused, and not everybody. */
const refusesMailbox = (response: string): boolean =>
  OF_MAILBOX.test(response) || (!ENHANCED.test(response) && !OF_SERVER.test(response));

interface SmtpError {
  responseCode?: number;
  command?: string;
  response?: string;
}

/** True where a mail server judged this mail or its recipient, and not its client or its sender. */
function isAboutMail({ command = '', response = '' }: SmtpError): boolean {
  return /^DATA/.test(command) || (/^RCPT TO/.test(command) && refusesMailbox(response));
}

/** True where the mail server refused this mail for good, and not its client, its sender, or for now. */
export function isPermanent(error: unknown): boolean {
  const { responseCode = 0 } = error as SmtpError;
  return (
    isAboutMail(error as SmtpError) &&
    responseCode >= 500 &&
    responseCode < 600 &&
    ![530, 535, 538].includes(responseCode)
  );
}

/**
 * What a mail server answered about this mail or its recipient, in one line: it may be shown to whoever caused the
 * mail. Null where the failure is about anything else, such as the way to the mail server.
 */
export function answerToMail(error: unknown): string | null {
  const { response, command = '' } = error as SmtpError;
  const known = isPermanent(error) || (/^RCPT TO/.test(command) && isAboutMail(error as SmtpError));
  return known && response ? oneLine(response) : null;
}

import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A mail as the mail server was given it. */
export interface ReceivedMail extends ParsedMail {
  /** Every recipient of the envelope. */
  recipients: string[];
  raw: string;
}

/** How the mail server answers an attempt: an SMTP status and text, or null to take the mail. */
type Answer = { code: number; text: string } | null;

export interface MailServer {
  url: string;
  /** Mails it took. */
  taken: ReceivedMail[];
  /** Mails it was given, taken or not. */
  given: ReceivedMail[];
  /** Decides about each mail, after its data. */
  answer: (mail: ReceivedMail) => Answer | Promise<Answer>;
  /** Decides about the sender of an envelope, at `MAIL FROM`. */
  answerSender: (address: string) => Answer;
  /** Decides about a recipient of an envelope, at `RCPT TO`. */
  answerRecipient: (address: string) => Answer;
  /** Resolves when `count` mails were taken. */
  arrived(count: number): Promise<void>;
  close(): Promise<void>;
}

const refusal = ({ code, text }: NonNullable<Answer>) => Object.assign(new Error(text), { responseCode: code });

const tell = (answer: Answer, done: (error?: Error | null) => void): void => done(answer && refusal(answer));

/** A real mail server on loopback that keeps what it is given. */
export async function startMailServer(): Promise<MailServer> {
  let told = () => {};
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onMailFrom: ({ address }, _session, done) => tell(box.answerSender(address), done),
    onRcptTo: ({ address }, _session, done) => tell(box.answerRecipient(address), done),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        const raw = Buffer.concat(chunks).toString();
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        const mail: ReceivedMail = { ...(await simpleParser(raw)), recipients, raw };
        box.given.push(mail);
        const answer = await box.answer(mail);
        if (answer) return done(refusal(answer));
        box.taken.push(mail);
        done(null);
        told();
      });
    },
  });
  server.on('error', () => {}); // a client that went away
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.server.address() as AddressInfo;
  const box: MailServer = {
    url: `smtp://127.0.0.1:${port}`,
    taken: [],
    given: [],
    answer: () => null,
    answerSender: () => null,
    answerRecipient: () => null,
    arrived: async (count) => {
      while (box.taken.length < count) {
        await new Promise<void>((resolve) => {
          told = resolve;
        });
      }
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return box;
}

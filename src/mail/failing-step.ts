import { describeFailure, type Sender } from './sender.ts';

/** The step of a delivery at which it failed, in words. */
function failingStep(error: unknown): string {
  const { code = '', command = '', message = '' } = error as { code?: string; command?: string; message?: string };
  if (/ENOTFOUND|EAI_AGAIN|EDNS/.test(code + message)) return 'the name of the mail server was not found';
  if (/ECONNREFUSED/.test(code + message)) return 'the mail server refused the connection';
  if (/certificate|CERT|self-signed|altname/i.test(code + message))
    return 'the certificate of the mail server is not trusted';
  if (/(upgrading connection with|support required) STARTTLS/.test(message))
    return 'the mail server offers no encryption (STARTTLS), and nothing is sent to it without; put ?tls=optional behind SMTP_URL to allow that';
  if (code === 'ETLS' || /STARTTLS/.test(command) || /SSL|TLS/.test(message)) return 'encryption (TLS) failed';
  if (code === 'EAUTH') return 'the mail server refused the user or the password';
  if (command === 'MAIL FROM') return 'the mail server refused the sender (MAIL_FROM)';
  if (command === 'RCPT TO') return 'the mail server refused the recipient';
  if (/ETIMEDOUT|timeout/i.test(code + message)) return 'the mail server did not answer in time';
  return 'the mail was not taken';
}

/** One line for an operator about a failed attempt: the step, then what the mail server or the library says. */
export const tellFailure = (error: unknown): string => `SMTP_URL: ${failingStep(error)}: ${describeFailure(error)}`;

interface Log {
  info(message: string): void;
  warn(message: string): void;
}

/** Connects, encrypts and signs in, beside everything else, and logs one line of how that went. */
export function checkMailServer(sender: Sender, log: Log): { stop(): void } {
  let stopped = false;
  const tell = (level: 'info' | 'warn', text: string) => stopped || log[level](text);
  sender.check?.().then(
    () => tell('info', 'the mail server answers'),
    (error: unknown) => tell('warn', `${tellFailure(error)}; mails wait until it works`),
  );
  return {
    stop: () => {
      stopped = true;
    },
  };
}

import { createHmac } from 'node:crypto';
import type { EventView } from '../event/view.ts';
import { isoTime } from '../rules/time.ts';

export type Format = 'standard' | 'slack' | 'teams';

/** What a delivery tells: an event, or a test. `at` in seconds. */
export interface Message {
  type: string;
  at: number;
  data: EventView | { webhook: string };
}

const SECRET_PREFIX = 'whsec_';

export const writeSecret = (bytes: Buffer): string => SECRET_PREFIX + bytes.toString('base64');

/** The header `webhook-signature` of Standard Webhooks: one signature for each secret, over exactly these bytes. */
export const signatures = (secrets: readonly string[], id: string, timestamp: number, body: Buffer): string =>
  secrets
    .map((secret) => {
      const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
      return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')}`;
    })
    .join(' ');

/** What happened, in one line of English. */
function sentence({ type, data }: Message): string {
  if (!('kind' in data)) return 'This is a test of a webhook.';
  const parts = [
    type,
    data.student && `${data.student.name} <${data.student.email}>`,
    data.course?.title,
    data.poolId !== null && `pool ${data.poolId}`,
    `by ${data.actor.label}`,
  ];
  return parts.filter(Boolean).join(' · ');
}

/** A zero-width space behind each @, so that a name calls nobody. */
const quieten = (text: string): string => text.replaceAll('@', '@\u200b');

/** Slack's own escapes: `<` would begin a link or a mention. */
const escapeSlack = (text: string): string =>
  quieten(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Adaptive cards read Markdown. */
const escapeMarkdown = (text: string): string => quieten(text).replace(/[\\`*_[\]()#<>~|!-]/g, '\\$&');

const card = (text: string) => ({
  type: 'message',
  attachments: [
    {
      contentType: 'application/vnd.microsoft.card.adaptive',
      contentUrl: null,
      content: {
        $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
        type: 'AdaptiveCard',
        version: '1.4',
        body: [{ type: 'TextBlock', wrap: true, text }],
      },
    },
  ],
});

/** The body of a delivery, as it is signed and sent. */
export function writeBody(format: Format, message: Message): Buffer {
  const { type, at, data } = message;
  const content = {
    standard: () => ({ type, timestamp: isoTime(at), data }),
    slack: () => ({ text: escapeSlack(sentence(message)) }),
    teams: () => card(escapeMarkdown(sentence(message))),
  }[format]();
  return Buffer.from(JSON.stringify(content));
}

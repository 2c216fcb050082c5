import type { Letter } from './letters.ts';
import { securityLetter } from './security-letters.ts';

/** Mails that carry no secret and are about no license: what they say is in their payload. */
export type NoticeKind = 'account_notice' | 'link_takes_back_often' | 'security_notice';

type Facts = Record<string, string | undefined>;

/** What was done to an account, in the words of its mail. */
const changes: Record<string, { subject: string; told: string }> = {
  disabled: {
    subject: 'Your account is disabled',
    told: 'Your account was disabled: nobody can sign in with it, and every session of it has ended.',
  },
  enabled: { subject: 'Your account is enabled again', told: 'You can sign in with your account again.' },
  deleted: {
    subject: 'Your account is deleted',
    told: 'Your account was deleted. Licenses that you hold stay yours.',
  },
  second_factor_reset: {
    subject: 'Your second factor was taken away',
    told: 'The second factor of your account was taken away, and every session has ended. Sign in, and set up a new one under “Account settings”.',
  },
  sessions_ended: {
    subject: 'You were signed out everywhere',
    told: 'Every session of your account was ended. Sign in again to go on.',
  },
  staff_added: {
    subject: 'You are staff of the publisher now',
    told: 'You may now work with courses, license managers, pools and accounts.',
  },
  staff_removed: {
    subject: 'You are no longer staff of the publisher',
    told: 'You can no longer open the pages of the publisher.',
  },
};

/** The texts of notices. `home` is the address of the server. */
export const notices: Record<NoticeKind, (facts: Facts, home: string) => Letter> = {
  account_notice: ({ what = '', by = '' }, home) => {
    const change = changes[what] ?? { subject: 'Your account was changed', told: 'Your account was changed.' };
    return {
      subject: change.subject,
      name: null,
      paragraphs: [change.told],
      facts: by ? [['Changed by', by]] : [],
      action: what === 'deleted' || what === 'disabled' ? null : { label: 'Open Carrel', url: home },
      footnote: 'If you did not expect this, ask whoever runs this server.',
    };
  },
  link_takes_back_often: ({ course = '', link = '', page = '' }, home) => ({
    subject: `A link for ${course} takes many licenses back`,
    name: null,
    paragraphs: [
      `The auto-enrollment link “${link}” for the course “${course}” has taken back more than five licenses within a day, to give them to others.`,
      'If you did not expect that, pause the link, let licenses be held for more days, or allow one license per mailbox.',
    ],
    facts: [],
    action: { label: 'Look at the links', url: `${home}${page}` },
    footnote: 'You get this mail because you manage these licenses. It comes at most once a day for each link.',
  }),
  security_notice: securityLetter,
};

export const isNotice = (kind: string): kind is NoticeKind => kind in notices;

import type { EndedHow } from '../db/tables.ts';
import type { MailKind } from '../outbox/event.ts';
import type { NoticeKind } from './notices.ts';
import { timeForPeople } from './time.ts';

/** What a mail says, before it has a form. */
export interface Letter {
  subject: string;
  /** Who is greeted, where the name is known. */
  name: string | null;
  paragraphs: string[];
  /** What it is about, as names and values. */
  facts: [name: string, value: string][];
  /** The one thing to do. */
  action: { label: string; url: string } | null;
  /** Why this mail came, in small print. */
  footnote: string;
}

/** A license as its letters tell of it. Times in seconds. */
export interface LicenseFacts {
  course: string;
  manager: string;
  student: string;
  transferable: boolean;
  end: number;
  ended: number | null;
  endedHow: EndedHow | null;
  /** Where students find their courses. */
  home: string;
}

/** What a mail with a link of its own carries as its payload. */
export interface LinkFacts {
  url: string;
  name?: string;
  manager?: string;
  course?: string;
  /** Who invites. */
  by?: string;
  role?: string;
}

const given = ({ manager, course }: LicenseFacts) =>
  `You get this mail because ${manager} gave you a license for “${course}”.`;
const kept = 'Your progress is kept, and is there again whenever you get a license for this course.';
const unasked = 'If you did not ask for this, you need not do anything.';

const license = (facts: LicenseFacts, letter: Pick<Letter, 'subject' | 'paragraphs' | 'facts' | 'action'>): Letter => ({
  name: facts.student === 'Student' ? null : facts.student,
  footnote: given(facts),
  ...letter,
});

const openCourses = ({ home }: LicenseFacts) => ({ label: 'Open my courses', url: home });

const about = ({ course, manager }: LicenseFacts, name: string, seconds: number): Letter['facts'] => [
  ['Course', course],
  ['From', manager],
  [name, timeForPeople(seconds)],
];

const whenEnded = (facts: LicenseFacts) => about(facts, 'Ended', facts.ended ?? facts.end);

/** The texts about a license, each for the student who holds or held it. */
export const licenseLetters: Record<Extract<MailKind, `license_${string}`>, (facts: LicenseFacts) => Letter> = {
  license_assigned: (facts) =>
    license(facts, {
      subject: `You have access to ${facts.course}`,
      paragraphs: [
        `${facts.manager} has given you a license for the course “${facts.course}”.`,
        'Sign in with the address this mail was sent to. Without a password, have a link mailed to you there.',
        ...(facts.transferable
          ? [`The license is lent: ${facts.manager} may take it back, and you may return it when you are done.`]
          : []),
      ],
      facts: about(facts, 'Until', facts.end),
      action: openCourses(facts),
    }),
  license_revoked: (facts) =>
    license(facts, {
      subject: `Your access to ${facts.course} has ended`,
      paragraphs: [
        `${facts.manager} has taken back your license for the course “${facts.course}”.`,
        `${kept} If you think this is a mistake, please ask ${facts.manager}.`,
      ],
      facts: whenEnded(facts),
      action: null,
    }),
  license_recycled: (facts) =>
    license(facts, {
      subject: `Your license for ${facts.course} was given to another person`,
      paragraphs: [
        `All licenses that ${facts.manager} has for the course “${facts.course}” were in use when another person needed one. Yours had been in use the longest, so it was passed on.`,
        `${kept} Please ask ${facts.manager} if you still need it.`,
      ],
      facts: whenEnded(facts),
      action: null,
    }),
  license_ended: (facts) =>
    license(facts, {
      subject: `Your license for ${facts.course} has run out`,
      paragraphs: [
        `Your license for the course “${facts.course}”, given to you by ${facts.manager}, has run out.`,
        `${kept} Please ask ${facts.manager} if you still need it.`,
      ],
      facts: about(facts, 'Ended', facts.end),
      action: null,
    }),
  license_unopened: (facts) =>
    license(facts, {
      subject: `${facts.course} is waiting for you`,
      paragraphs: [
        `${facts.manager} gave you a license for the course “${facts.course}”, and you have not opened it yet.`,
        ...(facts.transferable
          ? ['If you do not need it, you can return it there, so that somebody else can have it.']
          : []),
      ],
      facts: about(facts, 'Until', facts.end),
      action: openCourses(facts),
    }),
  license_expires_soon: (facts) =>
    license(facts, {
      subject: `Your access to ${facts.course} ends soon`,
      paragraphs: [
        `Your license for the course “${facts.course}”, given to you by ${facts.manager}, ends soon. Until then the course is open to you.`,
        `Please ask ${facts.manager} if you need it for longer.`,
      ],
      facts: about(facts, 'Ends', facts.end),
      action: openCourses(facts),
    }),
};

const rights: Record<string, string> = {
  owner: 'As an owner you assign and revoke licenses, and say who else works here.',
  manager: 'As a manager you assign and revoke licenses.',
  viewer: 'As a viewer you see all licenses and students, and change nothing.',
};

/** The texts that carry a link. It proves who opens it, so the letter says that it is for one person. */
export const linkLetters: Record<
  Exclude<MailKind, `license_${string}` | NoticeKind | 'mailed_code'>,
  (facts: LinkFacts) => Letter
> = {
  invitation: ({ url, name, manager = 'a license manager', by, role = '' }) => ({
    subject: `You are invited to manage the licenses of ${manager}`,
    name: name ?? null,
    paragraphs: [
      `${by ?? 'A colleague'} invites you to manage the course licenses of ${manager} in Carrel. ${rights[role] ?? ''}`.trimEnd(),
      'The link is for you alone, and good for a week. Please do not pass it on.',
    ],
    facts: [],
    action: { label: 'Accept the invitation', url },
    footnote: 'If you do not know what this is about, you need not do anything.',
  }),
  sign_in_link: ({ url, name }) => ({
    subject: 'Your link to sign in',
    name: name ?? null,
    paragraphs: ['This link signs you in. It works once, within ten minutes. Please do not pass it on.'],
    facts: [],
    action: { label: 'Sign in', url },
    footnote: unasked,
  }),
  password_reset: ({ url, name }) => ({
    subject: 'Choose a new password',
    name: name ?? null,
    paragraphs: [
      'Somebody, probably you, asked for a new password for this address. The link works once, within an hour. Please do not pass it on.',
    ],
    facts: [],
    action: { label: 'Choose a new password', url },
    footnote: `${unasked} Your password stays as it is.`,
  }),
  enroll_link: ({ url, name, course, manager }) => ({
    subject: course ? `Confirm your address to enroll in ${course}` : 'Confirm your address to enroll',
    name: name ?? null,
    paragraphs: [
      `Open this link to confirm that this address is yours; then you can enroll${course ? ` in the course “${course}”` : ''}. It works once, within ten minutes. Please do not pass it on.`,
    ],
    facts: [
      ...(course ? [['Course', course] as [string, string]] : []),
      ...(manager ? [['From', manager] as [string, string]] : []),
    ],
    action: { label: 'Confirm and go on', url },
    footnote: unasked,
  }),
};

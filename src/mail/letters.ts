import type { EndedHow } from '../db/tables.ts';
import type { MailKind } from '../outbox/event.ts';
import { timeForPeople } from './time.ts';

/** What a mail says, before it has a form. */
export interface Letter {
  subject: string;
  /** Who is greeted, where the name is known. */
  name: string | null;
  paragraphs: string[];
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

const license = (facts: LicenseFacts, letter: Pick<Letter, 'subject' | 'paragraphs' | 'action'>): Letter => ({
  name: facts.student === 'Student' ? null : facts.student,
  footnote: given(facts),
  ...letter,
});

const openCourses = ({ home }: LicenseFacts) => ({ label: 'Open my courses', url: home });

/** The texts about a license, each for the student who holds or held it. */
export const licenseLetters: Record<Extract<MailKind, `license_${string}`>, (facts: LicenseFacts) => Letter> = {
  license_assigned: (facts) =>
    license(facts, {
      subject: `You have access to ${facts.course}`,
      paragraphs: [
        `${facts.manager} has given you a license for the course “${facts.course}”. It is yours to use until ${timeForPeople(facts.end)}.`,
        'Sign in with the address this mail was sent to; if you have no password, a link that signs you in is mailed to you.',
        ...(facts.transferable
          ? [`${facts.manager} lends its licenses: it may take this one back and give it to another person.`]
          : []),
      ],
      action: openCourses(facts),
    }),
  license_revoked: (facts) =>
    license(facts, {
      subject: `Your access to ${facts.course} has ended`,
      paragraphs: [
        `${facts.manager} ended your license for the course “${facts.course}” on ${timeForPeople(facts.ended ?? facts.end)}.`,
        `${kept} If you think this is a mistake, please ask ${facts.manager}.`,
      ],
      action: null,
    }),
  license_recycled: (facts) =>
    license(facts, {
      subject: `Your license for ${facts.course} was given to another person`,
      paragraphs: [
        `All licenses that ${facts.manager} has for the course “${facts.course}” were in use when another person needed one. Yours had been in use the longest, so it was passed on, and your access ended on ${timeForPeople(facts.ended ?? facts.end)}.`,
        `${kept} Please ask ${facts.manager} if you still need it.`,
      ],
      action: null,
    }),
  license_ended: (facts) =>
    license(facts, {
      subject: `Your license for ${facts.course} has run out`,
      paragraphs: [
        `Your license for the course “${facts.course}”, given to you by ${facts.manager}, ran out on ${timeForPeople(facts.end)}.`,
        `${kept} Please ask ${facts.manager} if you still need it.`,
      ],
      action: null,
    }),
  license_expires_soon: (facts) =>
    license(facts, {
      subject: `Your access to ${facts.course} ends soon`,
      paragraphs: [
        `Your license for the course “${facts.course}”, given to you by ${facts.manager}, ends on ${timeForPeople(facts.end)}.`,
        `Until then the course is open to you. Please ask ${facts.manager} if you need it for longer.`,
      ],
      action: openCourses(facts),
    }),
};

/** The texts that carry a link. It proves who opens it, so the letter says that it is for one person. */
export const linkLetters: Record<Exclude<MailKind, `license_${string}`>, (facts: LinkFacts) => Letter> = {
  invitation: ({ url, name, manager = 'a license manager', by, role }) => ({
    subject: `You are invited to manage the licenses of ${manager}`,
    name: name ?? null,
    paragraphs: [
      `${by ?? 'A colleague'} invites you to manage the course licenses of ${manager} in Carrel${role ? `, as ${role}` : ''}.`,
      'The link is for you alone. Please do not pass it on.',
    ],
    action: { label: 'Accept the invitation', url },
    footnote: 'If you do not know what this is about, you need not do anything.',
  }),
  sign_in_link: ({ url, name }) => ({
    subject: 'Your link to sign in',
    name: name ?? null,
    paragraphs: ['This link signs you in. It works once and for a short time. Please do not pass it on.'],
    action: { label: 'Sign in', url },
    footnote: unasked,
  }),
  password_reset: ({ url, name }) => ({
    subject: 'Choose a new password',
    name: name ?? null,
    paragraphs: [
      'Somebody, probably you, asked for a new password for this address. The link works once and for a short time.',
    ],
    action: { label: 'Choose a new password', url },
    footnote: `${unasked} Your password stays as it is.`,
  }),
  enroll_link: ({ url, name, course, manager }) => ({
    subject: course ? `Confirm your address to enroll in ${course}` : 'Confirm your address to enroll',
    name: name ?? null,
    paragraphs: [
      `Open this link to confirm your address; then you can enroll${course ? ` in the course “${course}”` : ''}${manager ? `, with a license of ${manager}` : ''}. The link works once and for a short time.`,
    ],
    action: { label: 'Confirm and go on', url },
    footnote: unasked,
  }),
};

import type {
  AccountChange,
  LicenseFacts,
  NoticeFacts,
  ParkedWhy,
  SecurityChange,
  Texts,
  WaitingFacts,
  Words,
} from './texts.ts';

const kept = 'Your progress is kept, and is there again whenever you get a license for this course.';
const unasked = 'If you did not ask for this, you need not do anything.';

const why = ({ course, manager, byLink }: LicenseFacts): string =>
  byLink
    ? `You get this email because you took a license for “${course}” that ${manager} offers.`
    : `You get this email because ${manager} gave you a license for “${course}”.`;

const alone = 'The button signs you in, once, within seven days. Please do not forward this email.';

const license = (facts: LicenseFacts, words: Omit<Words, 'footnote'>): Words => ({
  ...words,
  footnote: facts.signsIn ? `${why(facts)} ${alone}` : why(facts),
});

const waiting = ({ manager, signsIn }: WaitingFacts, words: Omit<Words, 'footnote'>): Words => {
  const footnote = `You get this email because of a waiting list or a request for licenses of ${manager}.`;
  return { ...words, footnote: signsIn ? `${footnote} ${alone}` : footnote };
};

function passedOn({ course, manager, full }: LicenseFacts): string {
  if (full === 'link')
    return `Another person took a license for the course “${course}” by the link that you used. All licenses of the link were in use, so yours was reassigned.`;
  if (full === 'pool')
    return `Another person needed a license for the course “${course}”. All licenses of the purchase that yours belongs to were in use, so it was reassigned.`;
  return `${manager} reassigned your license for the course “${course}” to another person.`;
}

const rights: Record<string, string> = {
  owner: 'As an owner you assign and revoke licenses, and say who else works here.',
  manager: 'As a manager you assign and revoke licenses.',
  viewer: 'As a viewer you see all licenses and students, and change nothing.',
};

const accountChanges: Record<AccountChange, { subject: string; told: string }> = {
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
    subject: 'Your second factor was reset',
    told: 'The second factor of your account was reset, and every session has ended. Sign in, and set up a new one under “Account settings”.',
  },
  sessions_ended: {
    subject: 'You were signed out everywhere',
    told: 'Every session of your account was ended. Sign in again to continue.',
  },
  staff_added: {
    subject: 'You are staff of the publisher now',
    told: 'You may now work with courses, license managers, pools and accounts. Sign in with the address that this email was sent to. If you have no password, ask for a sign-in link there.',
  },
  staff_changed: {
    subject: 'Your role at the publisher has changed',
    told: 'You are still staff of the publisher, with another role. What you may do there has changed.',
  },
  staff_removed: {
    subject: 'You are no longer staff of the publisher',
    told: 'You can no longer open the pages of the publisher.',
  },
};

const securityChanges: Record<SecurityChange, { subject: string; told: string }> = {
  new_device: {
    subject: 'New sign-in to your account',
    told: 'Somebody signed in to your account with a browser that was not used for it before.',
  },
  device_trusted: {
    subject: 'A browser is trusted for your account',
    told: 'One of the browsers that you signed in with is no longer asked for the six-digit code, for 30 days.',
  },
  password_changed: {
    subject: 'Your password was changed',
    told: 'The password of your account was changed. All other sessions have ended.',
  },
  second_factor_on: {
    subject: 'Two-factor sign-in is on',
    told: 'Signing in to your account takes a six-digit code from now on.',
  },
  second_factor_off: {
    subject: 'Two-factor sign-in is off',
    told: 'Signing in to your account no longer takes a six-digit code.',
  },
  backup_codes_renewed: {
    subject: 'New backup codes for your account',
    told: 'New backup codes were made for your account. The old ones no longer work.',
  },
  codes_stopped: {
    subject: 'Somebody may know your password',
    told: 'So many wrong six-digit codes were typed for your account that no more are taken for a day from browsers that you do not use. Whoever typed them knew your password, or reads your email.',
  },
};

const switchOff =
  'You get this email because you work for this license manager. Under “Settings” you choose which of these emails you get.';

const andMore = (more: number): string[] => (more > 0 ? [`And ${more} more.`] : []);

const parkedWhy: Record<ParkedWhy, string> = {
  unknown_product: 'Nobody has said which course its product stands for.',
  unknown_buyer: 'The shop has not told the address of its buyer.',
  no_lines: 'The shop did not tell what was bought.',
  course_archived: 'Its course is archived.',
  too_many_licenses: 'It would make more licenses than a pool can have.',
};

const afterRefund: Record<NoticeFacts['order_refunded']['mode'], string> = {
  close: 'Its pool was closed: no new licenses are given, and those that were given run on.',
  end: 'Its pool was ended, and so were its licenses.',
  keep: 'Nothing was changed, as your settings say: decide what becomes of its pool.',
  partly: 'It was not refunded in full, so nothing was changed: decide what becomes of its pool.',
};

export const en: Texts = {
  greeting: (name) => (name ? `Hello ${name},` : 'Hello,'),
  copyAddress: 'Or copy this address into a browser:',
  writeTo: (manager) => `Questions? Reply to this email, or write to ${manager}:`,
  pool: ({ id, free, licenses, until }) => `#${id}: ${free} of ${licenses} free, until ${until}`,
  via: (manager, publisher) => `${manager} via ${publisher}`,
  labels: {
    course: 'Course',
    from: 'From',
    until: 'Until',
    ended: 'Ended',
    heldUntil: 'Held until',
    student: 'Student',
    message: 'Message',
    reason: 'Reason',
    changedBy: 'Changed by',
    browser: 'Browser',
    when: 'When',
    code: 'Code',
    assignedLastWeek: 'Licenses assigned',
    endedLastWeek: 'Licenses ended',
    licenses: 'In use now',
    students: 'Students',
  },
  license: {
    license_assigned: (facts) =>
      license(facts, {
        subject: `You have access to ${facts.course}`,
        paragraphs: [
          facts.byLink
            ? `You have taken a license for the course “${facts.course}”, which ${facts.manager} offers.`
            : `${facts.manager} has given you a license for the course “${facts.course}”.`,
          facts.signsIn
            ? 'The button signs you in. Later, sign in with the address that this email was sent to. If you have no password, ask for a sign-in link there.'
            : 'Sign in with the address that this email was sent to. If you have no password, ask for a sign-in link there.',
          ...(facts.transferable
            ? [`The license is on loan: ${facts.manager} can take it back, and you can return it when you are done.`]
            : []),
        ],
        action: 'Open my courses',
      }),
    license_revoked: (facts) =>
      license(facts, {
        subject: `Your access to ${facts.course} has ended`,
        paragraphs: [
          `${facts.manager} has taken back your license for the course “${facts.course}”.`,
          `${kept} If you think this is a mistake, please ask ${facts.manager}.`,
        ],
      }),
    license_recycled: (facts) =>
      license(facts, {
        subject: `Your license for ${facts.course} was given to another person`,
        paragraphs: [passedOn(facts), `${kept} Please ask ${facts.manager} if you still need it.`],
      }),
    license_ended: (facts) =>
      license(facts, {
        subject: `Your license for ${facts.course} has expired`,
        paragraphs: [
          `Your license for the course “${facts.course}” from ${facts.manager} has expired.`,
          `${kept} Please ask ${facts.manager} if you still need it.`,
        ],
      }),
    license_shortened: (facts) =>
      license(facts, {
        subject: `Your access to ${facts.course} ends earlier`,
        paragraphs: [
          `${facts.manager} has changed how long you can use the course “${facts.course}”: ${facts.until} is now the last day.`,
          `Until then the course is open to you. If you think this is a mistake, please ask ${facts.manager}.`,
        ],
        action: 'Open my courses',
      }),
    license_unopened: (facts) =>
      license(facts, {
        subject: `You have not opened ${facts.course} yet`,
        paragraphs: [
          facts.byLink
            ? `You took a license for the course “${facts.course}”, and have not opened it yet.`
            : `${facts.manager} gave you a license for the course “${facts.course}”, and you have not opened it yet.`,
          ...(facts.transferable
            ? ['If you do not need it, you can return it there, so that somebody else can have it.']
            : []),
        ],
        action: 'Open my courses',
      }),
    license_expires_soon: (facts) =>
      license(facts, {
        subject: `Your access to ${facts.course} ends soon`,
        paragraphs: [
          `Your license for the course “${facts.course}” from ${facts.manager} ends soon. You can use it until the end of ${facts.until}.`,
          `Please ask ${facts.manager} if you need it for longer.`,
        ],
        action: 'Open my courses',
      }),
  },
  waiting: {
    waiting_offered: (facts) =>
      waiting(facts, {
        subject: `It is your turn: a license for ${facts.course}`,
        paragraphs: [
          `A license for the course “${facts.course}” from ${facts.manager} has come free, and you are next on the waiting list.`,
          `It is held for you until ${facts.until}. Accept it by then; afterwards it goes to the next person.`,
        ],
        action: 'Accept or leave the list',
      }),
    waiting_lapsed: (facts) =>
      waiting(facts, {
        subject: `The license for ${facts.course} went to the next person`,
        paragraphs: [
          `A license for the course “${facts.course}” from ${facts.manager} was held for you, and you did not accept it in time. It goes to the next person on the waiting list.`,
          'If you still want the course, join the waiting list again.',
        ],
        action: 'Open my courses',
      }),
    waiting_removed: (facts) =>
      waiting(facts, {
        subject: `You are no longer on the waiting list for ${facts.course}`,
        paragraphs: [
          `${facts.manager} took you off the waiting list for the course “${facts.course}”.`,
          `If you think this is a mistake, please ask ${facts.manager}.`,
        ],
      }),
    waiting_closed: (facts) =>
      waiting(facts, {
        subject: `The waiting list for ${facts.course} was closed`,
        paragraphs: [
          `The licenses for the course “${facts.course}” that you waited for have ended, so nobody gets one any more.`,
          `Please ask ${facts.manager} whether there will be others.`,
        ],
      }),
    request_made: (facts) =>
      waiting(facts, {
        subject: `${facts.student} asks for a license for ${facts.course}`,
        paragraphs: [
          `${facts.student} asks for a license for the course “${facts.course}”, by a link that gives licenses only after you approve.`,
          'You can approve or decline the request. A request that nobody decides expires after 30 days.',
        ],
        action: 'Look at the request',
      }),
    request_approved: (facts) =>
      waiting(facts, {
        subject: `Your request for ${facts.course} was approved`,
        paragraphs: [
          facts.licensed
            ? `${facts.manager} approved your request: you have a license for the course “${facts.course}”.`
            : `${facts.manager} approved your request for the course “${facts.course}”. No license is free at the moment: you are on the waiting list, and we write to you when it is your turn.`,
        ],
        action: 'Open my courses',
      }),
    request_declined: (facts) =>
      waiting(facts, {
        subject: `Your request for ${facts.course} was declined`,
        paragraphs: [
          `${facts.manager} declined your request for a license for the course “${facts.course}”.`,
          `If you have questions, please ask ${facts.manager}.`,
        ],
      }),
  },
  link: {
    invitation: ({ manager, publisher, by, role }) => ({
      subject: `You are invited to manage the licenses of ${manager ?? 'a company'}`,
      paragraphs: [
        `You are invited to manage the course licenses that ${manager ?? 'a company'} has from ${publisher}. ${rights[role ?? ''] ?? ''}`.trimEnd(),
        ...(by ? [`The invitation comes from ${by}.`] : []),
        'The link is for you alone, and valid for a week. Please do not forward it.',
      ],
      action: 'Accept the invitation',
      footnote: 'If you do not know what this is about, you need not do anything.',
    }),
    sign_in_link: () => ({
      subject: 'Your link to sign in',
      paragraphs: ['This link signs you in. It works once, within ten minutes. Please do not forward it.'],
      action: 'Sign in',
      footnote: unasked,
    }),
    password_reset: () => ({
      subject: 'Choose a new password',
      paragraphs: [
        'Somebody, probably you, asked for a new password for this address. The link works once, within an hour. Please do not forward it.',
      ],
      action: 'Choose a new password',
      footnote: `${unasked} Your password stays as it is.`,
    }),
    enroll_link: ({ course, manager }) => ({
      subject: course ? `Confirm your address to enroll in ${course}` : 'Confirm your address to enroll',
      paragraphs: [
        `Open this link to confirm that this address is yours; then you can enroll${course ? ` in the course “${course}”` : ''}${manager ? `, which ${manager} offers` : ''}. It works once, within ten minutes. Please do not forward it.`,
      ],
      action: 'Confirm and continue',
      footnote: unasked,
    }),
  },
  notice: {
    account_notice: ({ what }) => ({
      subject: accountChanges[what].subject,
      paragraphs: [accountChanges[what].told],
      ...(what === 'deleted' || what === 'disabled' ? {} : { action: 'Sign in' }),
      footnote: 'If you did not expect this, reply to this email.',
    }),
    security_notice: ({ what }) => ({
      subject: securityChanges[what].subject,
      paragraphs: [
        securityChanges[what].told,
        'If it was you, you need not do anything. If not, choose a new password, end the other sessions, and tell us by replying to this email.',
      ],
      action: 'Look at my account',
      footnote: 'You get this email so that no change of your account goes unnoticed.',
    }),
    mailed_code: () => ({
      subject: 'Your code',
      paragraphs: [
        'Type this code into the page that asked for it. It is valid for ten minutes. We will never ask you for it.',
      ],
      footnote: 'If you did not ask for this, somebody is signed in to your account: choose a new password.',
    }),
    manager_pools_nearly_full: ({ manager, count, more }) => ({
      subject: count === 1 ? `A pool of ${manager} is nearly full` : `${count} pools of ${manager} are nearly full`,
      paragraphs: ['Few licenses are free. Revoke some that nobody uses, or buy more.', ...andMore(more)],
      action: 'Look at the licenses',
      footnote: switchOff,
    }),
    manager_pools_full: ({ manager, count, more }) => ({
      subject: count === 1 ? `A pool of ${manager} is full` : `${count} pools of ${manager} are full`,
      paragraphs: ['No license is free. Revoke some that nobody uses, or buy more.', ...andMore(more)],
      action: 'Look at the licenses',
      footnote: switchOff,
    }),
    manager_pools_end: ({ manager, count, more }) => ({
      subject: count === 1 ? `A pool of ${manager} ends soon` : `${count} pools of ${manager} end soon`,
      paragraphs: ['When a pool ends, all licenses of it end too.', ...andMore(more)],
      action: 'Look at the licenses',
      footnote: switchOff,
    }),
    manager_new_pool: ({ manager }) => ({
      subject: `${manager} has new licenses`,
      paragraphs: ['There is a new pool of licenses. You can assign them from its start date.'],
      action: 'Look at the licenses',
      footnote: switchOff,
    }),
    manager_undelivered: ({ manager, count, more }) => ({
      subject:
        count === 1
          ? `An email from ${manager} could not be delivered`
          : `Emails from ${manager} to ${count} people could not be delivered`,
      paragraphs: [
        'Emails to these addresses were refused or never arrived. Please check the addresses.',
        ...andMore(more),
      ],
      action: 'Look at the students',
      footnote: switchOff,
    }),
    manager_digest: ({ manager }) => ({
      subject: `The week at ${manager}`,
      paragraphs: ['This is what happened with your licenses in the last seven days.'],
      action: 'Look at the licenses',
      footnote: switchOff,
    }),
    link_takes_back_often: ({ course, link }) => ({
      subject: `A link for ${course} takes many licenses back`,
      paragraphs: [
        `The auto-enrollment link “${link}” for the course “${course}” has taken back more than five licenses within a day, to give them to others.`,
        'If you did not expect that, pause the link, let licenses be held for more days, or allow one license per mailbox.',
      ],
      action: 'Look at the links',
      footnote: 'You get this email because you manage these licenses. It comes at most once a day for each link.',
    }),
    webhook_disabled: ({ host, gone }) => ({
      subject: `The webhook to ${host} was disabled`,
      paragraphs: [
        gone
          ? `The receiver at ${host} answered that it is gone (410), so nothing is sent there any more.`
          : `The receiver at ${host} has taken nothing for five days, so nothing is sent there any more.`,
        'Once it receives again, enable the webhook and replay the time in between.',
      ],
      action: 'Look at the API page',
      footnote: 'You get this email because you are an owner of this license manager.',
    }),
    order_parked: ({ source, reference, why }) => ({
      subject: `An order from ${source} waits: ${reference}`,
      paragraphs: [
        `The order “${reference}” from “${source}” was paid, and no pool was made of it yet. ${parkedWhy[why]}`,
        'Its buyer waits for the licenses until you resolve it.',
      ],
      action: 'Look at the orders',
      footnote: 'You get this email because you work for the publisher.',
    }),
    order_refunded: ({ source, reference, mode }) => ({
      subject: `An order from ${source} was refunded: ${reference}`,
      paragraphs: [`The order “${reference}” from “${source}” was refunded. ${afterRefund[mode]}`],
      action: 'Look at the orders',
      footnote: 'You get this email because you work for the publisher.',
    }),
  },
};

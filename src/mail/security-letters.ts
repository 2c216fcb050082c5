import type { Letter } from './letters.ts';
import { timeForPeople } from './time.ts';

/** What happened, as the subject and the first sentence of the mail. */
const notices: Record<string, [subject: string, sentence: string]> = {
  new_device: [
    'New sign-in to your account',
    'Somebody signed in to your account with a browser that was not used for it before.',
  ],
  device_trusted: [
    'A browser is trusted for your account',
    'One of the browsers that you signed in with is no longer asked for the six-digit code, for 30 days.',
  ],
  password_changed: [
    'Your password was changed',
    'The password of your account was changed. All other sessions have ended.',
  ],
  second_factor_on: ['Two-factor sign-in is on', 'Signing in to your account takes a six-digit code from now on.'],
  second_factor_off: ['Two-factor sign-in is off', 'Signing in to your account no longer takes a six-digit code.'],
  backup_codes_renewed: [
    'New backup codes for your account',
    'New backup codes were made for your account. The old ones are void.',
  ],
  codes_stopped: [
    'Somebody may know your password',
    'So many wrong six-digit codes were typed for your account that no more are taken for a day from browsers that you do not use. Whoever typed them knew your password, or reads your mail.',
  ],
};

/** Tells the owner of an account what was done to it. It greets nobody by name: a stranger may have typed the name. */
export function securityLetter(
  { what = '', browser = '', at = '' }: Record<string, string | undefined>,
  home: string,
): Letter {
  const [subject, sentence] = notices[what] ?? [
    'Your account was changed',
    'Something about your account was changed.',
  ];
  return {
    subject,
    name: null,
    paragraphs: [
      sentence,
      'If it was you, you need not do anything. If not, choose a new password, end the other sessions, and tell whoever runs this server.',
    ],
    facts: [
      ['Browser', browser],
      ['When', timeForPeople(Number(at))],
    ],
    action: { label: 'Look at my account', url: `${home}/account` },
    footnote: 'You get this mail so that nobody changes your account behind your back.',
  };
}

/** A code that proves who reads the mail. */
export const codeLetter = (code: string): Letter => ({
  subject: 'Your code',
  name: null,
  paragraphs: [
    'Type this code into the page that asked for it. It is good for ten minutes. Nobody of us will ever ask you for it.',
  ],
  facts: [['Code', code]],
  action: null,
  footnote: 'If you did not ask for this, somebody is signed in to your account: choose a new password.',
});

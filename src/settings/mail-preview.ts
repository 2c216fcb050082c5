import type { Brand } from '../brand/brand.ts';
import type { MailText } from '../brand/mail-text.ts';
import { datesIn } from '../mail/dates.ts';
import { letterHtml, letterText } from '../mail/layout.ts';
import {
  type Letter,
  licenseLetter,
  linkLetter,
  type NoticeOfLetter,
  noticeLetter,
  type Setting,
} from '../mail/letters.ts';
import { named, plainText } from '../mail/names.ts';
import { type LicenseKind, type LinkKind, type NoticeKind, texts } from '../mail/texts/texts.ts';
import type { Language } from '../rules/language.ts';
import { DAY } from '../rules/time.ts';

const COURSE = 'Mastering DAX';
const MANAGER = { name: 'Alder Freight', email: 'licenses@alder-freight.example' };

interface Asked {
  kind: string;
  language: Language;
  /** Null: what the program comes with. */
  text: MailText | null;
  brand: Brand;
  publicUrl: string;
  now: number;
}

function sample({ kind, publicUrl, now }: Asked, setting: Setting): Letter {
  const url = `${publicUrl}/my`;
  if (kind in texts.en.license) {
    const license = { course: COURSE, student: 'Sam Park', transferable: true, byLink: false, full: 'pool' as const };
    const times = { end: now + 90 * DAY, ended: null };
    return licenseLetter(kind as LicenseKind, { ...license, ...times, signsIn: false, url }, setting);
  }
  if (kind in texts.en.link)
    return linkLetter(kind as LinkKind, { url, course: COURSE, by: 'Kim Alder', role: 'manager' }, setting);
  const pools = [{ id: 27, course: COURSE, licenses: 50, free: 2, end: now + 30 * DAY }];
  const notice: NoticeOfLetter = { course: COURSE, link: 'Spring course', ...(kind.includes('pool') ? { pools } : {}) };
  return noticeLetter(kind as NoticeKind, notice, url, setting);
}

/** A mail as it would be, with the names of nobody. Its image is shown from `logo`, a data URL. */
export function previewMail(asked: Asked, logo: string | null) {
  const { language, brand, text } = asked;
  const setting: Setting = { language, dates: datesIn(language, 'UTC'), brand, manager: MANAGER, own: text };
  const letter = sample(asked, setting);
  const from = texts[language].via(named(MANAGER.name), named(brand.senderName ?? brand.publisher));
  return {
    from: plainText(from),
    subject: plainText(letter.subject),
    html: letterHtml(letter, logo),
    text: letterText(letter),
  };
}

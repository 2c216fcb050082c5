import type { Language } from '../rules/language.ts';

/** What pages and papers of certificates say. */
export interface Words {
  certificate: string;
  /** Above the name, and between the name and the course. */
  awarded: string;
  completing: string;
  on: string;
  valid: (publisher: string) => string;
  revoked: (day: string) => string;
  reason: string;
  number: string;
  verify: string;
  pdf: string;
  badge: string;
  signed: string;
  linkedIn: string;
  /** On paper, where the fonts cannot write the name. */
  nameOnline: string;
  titleOnline: string;
  unknownTitle: string;
  unknown: string;
}

export const words: Record<Language, Words> = {
  en: {
    certificate: 'Certificate of completion',
    awarded: 'This certifies that',
    completing: 'has completed the course',
    on: 'on',
    valid: (publisher) => `This certificate is valid. It was issued by ${publisher}.`,
    revoked: (day) => `This certificate was revoked on ${day}. It is no longer valid.`,
    reason: 'Reason',
    number: 'Certificate number',
    verify: 'Check this certificate at',
    pdf: 'Download as PDF',
    badge: 'Open Badge (JSON)',
    signed: 'Signed credential (JWT)',
    linkedIn: 'Add to LinkedIn',
    nameOnline: 'the person named at the address below',
    titleOnline: 'named at the address below',
    unknownTitle: 'No such certificate',
    unknown: 'There is no certificate with this number. Check the address: the whole of it matters.',
  },
  it: {
    certificate: 'Attestato di completamento',
    awarded: 'Si attesta che',
    completing: 'ha completato il corso',
    on: 'il',
    valid: (publisher) => `Questo attestato è valido. È stato rilasciato da ${publisher}.`,
    revoked: (day) => `Questo attestato è stato revocato il ${day}. Non è più valido.`,
    reason: 'Motivo',
    number: 'Numero dell’attestato',
    verify: 'Verifica questo attestato su',
    pdf: 'Scarica in PDF',
    badge: 'Open Badge (JSON)',
    signed: 'Credenziale firmata (JWT)',
    linkedIn: 'Aggiungi a LinkedIn',
    nameOnline: 'la persona indicata all’indirizzo qui sotto',
    titleOnline: 'indicato all’indirizzo qui sotto',
    unknownTitle: 'Attestato inesistente',
    unknown: 'Non esiste un attestato con questo numero. Controlla che l’indirizzo sia completo.',
  },
};

/** The day in UTC, written out. */
export const dayIn = (language: Language, seconds: number): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(seconds * 1000);

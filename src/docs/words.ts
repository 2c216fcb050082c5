import type { Language } from '../rules/language.ts';

/** What the page of the API says around the descriptions, which are English like the API itself. */
export interface Words {
  skip: string;
  back: string;
  language: string;
  themes: { dark: string; light: string };
  operations: string;
  title: string;
  english: string;
  start: string;
  /** Between backticks stand names. */
  token: string;
  lists: string;
  limit: (limit: number) => string;
  keys: string;
  data: string;
  errors: string;
  problem: string;
  codes: { caption: string; code: string; status: string };
  name: string;
  type: string;
  meaning: string;
  optional: string;
  otherwise: string;
  parameters: string;
  body: string;
  call: string;
  members: string;
  answer: string;
  answerMembers: string;
  exampleAnswer: string;
  refusals: string;
  /** What is said otherwise of the publisher's API. */
  publisher: { title: string; token: string; lists: string; limit: (limit: number) => string };
}

const en: Words = {
  skip: 'Skip to the content',
  back: 'Back to Carrel',
  language: 'Language',
  themes: { dark: 'Dark', light: 'Light' },
  operations: 'Operations',
  title: 'API documentation',
  english: '',
  start: 'Start',
  token:
    'Make a token on the API page of the license manager, or with `npm run carrel -- token create`, and send it with every request: `Authorization: Bearer …`. A token may be read-only.',
  lists:
    'Lists take `page` and `pageSize` (10 by default, up to 1,000), are sorted by id, and carry `X-Total-Count` and `Link`.',
  limit: (limit) =>
    `A license manager may make ${limit.toLocaleString('en')} requests in any 60 seconds, over all tokens; \`RateLimit\` and \`Retry-After\` tell how many are left.`,
  keys: 'Changes take an `Idempotency-Key`: the same key with the same request gets the first answer again for 24 hours, so that a retry is safe.',
  data: 'The same as data:',
  errors: 'Errors',
  problem:
    'A refusal is a problem of RFC 9457, `application/problem+json`. Decide by its `code`, which stays the same; `errors` names every place that is wrong.',
  codes: { caption: 'Error codes', code: 'Code', status: 'Status' },
  name: 'Name',
  type: 'Type',
  meaning: 'Meaning',
  optional: 'optional',
  otherwise: 'Default:',
  parameters: 'Parameters',
  body: 'Members of the body',
  call: 'Example call',
  members: 'For signed-in members, in the web app; API tokens are not accepted here.',
  answer: 'Answer',
  answerMembers: 'Members of the answer',
  exampleAnswer: 'Example answer',
  refusals: 'Refusals:',
  publisher: {
    title: 'Publisher API documentation',
    token:
      'Make a token in the publisher’s console, or with `npm run carrel -- token create --publisher`, and send it with every request: `Authorization: Bearer …`. A token may be read-only.',
    lists:
      'Lists take `page` and `pageSize` (10 by default, up to 1,000), begin with the newest, and carry `X-Total-Count` and `Link`. What is searched for is counted up to 10,000.',
    limit: (limit) =>
      `The publisher may make ${limit.toLocaleString('en')} requests in any 60 seconds, over all tokens; \`RateLimit\` and \`Retry-After\` tell how many are left.`,
  },
};

const it: Words = {
  skip: 'Vai al contenuto',
  back: 'Torna a Carrel',
  language: 'Lingua',
  themes: { dark: 'Scuro', light: 'Chiaro' },
  operations: 'Operazioni',
  title: 'Documentazione dell’API',
  english: 'Le descrizioni sono in inglese, come i nomi dell’API.',
  start: 'Per iniziare',
  token:
    'Crea un token nella pagina API del gestore di licenze, o con `npm run carrel -- token create`, e invialo con ogni richiesta: `Authorization: Bearer …`. Un token può valere per la sola lettura.',
  lists:
    'Gli elenchi accettano `page` e `pageSize` (10 se non indicato, fino a 1.000), sono ordinati per id e portano `X-Total-Count` e `Link`.',
  limit: (limit) =>
    `Un gestore di licenze può fare ${limit.toLocaleString('it')} richieste in 60 secondi, contando tutti i token; \`RateLimit\` e \`Retry-After\` dicono quante ne restano.`,
  keys: 'Le modifiche accettano una `Idempotency-Key`: la stessa chiave con la stessa richiesta riceve per 24 ore la prima risposta, così si può riprovare senza rischi.',
  data: 'Le stesse informazioni come dati:',
  errors: 'Errori',
  problem:
    'Un rifiuto è un problema secondo la RFC 9457, `application/problem+json`. Fai riferimento al suo `code`, che non cambia; `errors` indica tutti i punti sbagliati.',
  codes: { caption: 'Codici di errore', code: 'Codice', status: 'Stato' },
  name: 'Nome',
  type: 'Tipo',
  meaning: 'Significato',
  optional: 'facoltativo',
  otherwise: 'Se non indicato:',
  parameters: 'Parametri',
  body: 'Campi della richiesta',
  call: 'Esempio di chiamata',
  members: 'Per i membri che hanno effettuato l’accesso, nell’app web; qui i token API non sono accettati.',
  answer: 'Risposta',
  answerMembers: 'Campi della risposta',
  exampleAnswer: 'Esempio di risposta',
  refusals: 'Rifiuti:',
  publisher: {
    title: 'Documentazione dell’API dell’editore',
    token:
      'Crea un token nella console dell’editore, o con `npm run carrel -- token create --publisher`, e invialo con ogni richiesta: `Authorization: Bearer …`. Un token può valere per la sola lettura.',
    lists:
      'Gli elenchi accettano `page` e `pageSize` (10 se non indicato, fino a 1.000), iniziano dal più recente e portano `X-Total-Count` e `Link`. I risultati di una ricerca si contano fino a 10.000.',
    limit: (limit) =>
      `L’editore può fare ${limit.toLocaleString('it')} richieste in 60 secondi, contando tutti i token; \`RateLimit\` e \`Retry-After\` dicono quante ne restano.`,
  },
};

export const words: Record<Language, Words> = { en, it };

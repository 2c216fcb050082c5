import { Type } from 'typebox';
import { brandOf } from '../brand/brand.ts';
import type { ServerContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import type { App } from '../http/app-type.ts';
import { Turnstile } from '../http/turnstile.ts';
import { isLanguage, type Language, wantedLanguage } from '../rules/language.ts';
import { revocationList, signedBadge } from './badge.ts';
import { type Certificate, findCertificate } from './certificate.ts';
import { certificatePage, PAGE_POLICY, unknownPage } from './page.ts';
import { certificatePdf } from './pdf.ts';

/** A code, and in which form the certificate is asked for; the page without one. */
const ADDRESS = /^([\w-]{22})(?:\.(pdf|json|jwt|status\.json))?$/;
const JSON_LD = 'application/vc+ld+json; charset=utf-8';

type Form = 'page' | 'pdf' | 'json' | 'jwt' | 'status.json';

const params = Type.Object({ address: Type.String({ maxLength: 100 }) });
const querystring = Type.Object({ lang: Type.Optional(Type.String({ maxLength: 20 })) });

/** One paper at a time is made, for each takes the processor some tens of milliseconds. */
const PAPERS = { atOnce: 1, waiting: 50, waitMs: 10_000 };
const RETRY_SECONDS = '5';

async function inTurn<T>(papers: Turnstile, work: () => Promise<T>): Promise<T> {
  const leave = await papers.enter('paper');
  if (!leave)
    throw new Refusal('rate_limited', {
      detail: 'Too many certificates are being written. Ask again in a moment.',
      headers: { 'retry-after': RETRY_SECONDS },
    });
  try {
    return await work();
  } finally {
    leave();
  }
}

/** In whose name a certificate speaks, and in which language. */
interface Wording {
  publisher: string;
  language: Language;
}

interface Answer {
  type: string;
  body: string | Buffer;
}

/** The public pages of certificates, for whoever knows their addresses. */
export function certificatePages(app: App, context: ServerContext): void {
  const { publicUrl, publisherLogo: logo } = context.config;
  const papers = new Turnstile(PAPERS);
  const forms: Record<Form, (certificate: Certificate, words: Wording) => Promise<Answer>> = {
    page: async (certificate, words) => ({
      type: 'text/html; charset=utf-8',
      body: certificatePage(certificate, { ...words, logo, publicUrl }),
    }),
    pdf: async (certificate, words) => ({
      type: 'application/pdf',
      body: await inTurn(papers, () => certificatePdf(certificate, { ...words, logo, publicUrl })),
    }),
    json: async (certificate) => ({
      type: JSON_LD,
      body: JSON.stringify((await signedBadge(context, certificate)).badge, null, 2),
    }),
    jwt: async (certificate) => ({ type: 'application/vc+jwt', body: (await signedBadge(context, certificate)).jwt }),
    'status.json': async (certificate) => ({
      type: 'application/json; charset=utf-8',
      body: JSON.stringify(revocationList(certificate, publicUrl)),
    }),
  };

  app.get('/certificate/:address', { schema: { hide: true, params, querystring } }, async (request, reply) => {
    const { headers, query } = request;
    const language = isLanguage(query.lang) ? query.lang : (wantedLanguage(headers['accept-language']) ?? 'en');
    const [, code, form = 'page'] = ADDRESS.exec(request.params.address) ?? [];
    const certificate = code === undefined ? null : await findCertificate(context.db.read, code);
    reply.headers({
      'content-security-policy': PAGE_POLICY,
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex',
      vary: 'accept-language',
    });
    const { publisher } = await brandOf(context.db.read, context.config);
    if (!certificate) return reply.code(404).type('text/html; charset=utf-8').send(unknownPage(publisher, language));
    const { type, body } = await forms[form as Form](certificate, { publisher, language });
    if (form !== 'page' && form !== 'pdf') reply.header('access-control-allow-origin', '*');
    return reply.type(type).send(body);
  });
}

import { createHash } from 'node:crypto';
import { Html, html } from '../html.ts';
import type { Logo } from '../logo.ts';
import type { Language } from '../rules/language.ts';
import { certificateUrl, linkedInUrl } from './address.ts';
import type { Certificate } from './certificate.ts';
import { dayIn, words } from './words.ts';

const CSS = `
:root { color-scheme: light dark; --ink: #22211f; --soft: #5d5a54; --ground: #f4f3ef; --sheet: #fff; --line: #e4e1da; --green: #1c6a4e; --red: #a32020 }
@media (prefers-color-scheme: dark) { :root { --ink: #ecebe6; --soft: #b3b1a8; --ground: #161715; --sheet: #20221f; --line: #353833; --green: #8fc3ac; --red: #f0a3a3 } }
body { margin: 0; padding: 24px 12px; background: var(--ground); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", sans-serif }
main { max-width: 40rem; margin: 0 auto; padding: 32px 20px; background: var(--sheet); border: 1px solid var(--line); border-radius: 12px; text-align: center; overflow-wrap: anywhere }
.logo img { max-width: 240px; max-height: 96px }
.brand { margin: 0; color: var(--green); font-weight: 700 }
h1 { margin: 4px 0 24px; font-size: 26px; line-height: 1.25 }
p { margin: 0 0 8px; color: var(--soft) }
.name, .title { color: var(--ink); font-weight: 650; line-height: 1.3 }
.name { font-size: 28px } .title { font-size: 21px }
.state { margin: 24px 0; padding: 12px 16px; border: 1px solid var(--green); border-radius: 8px; color: var(--green); font-weight: 600 }
.state.revoked { border-color: var(--red); color: var(--red) }
.state p { margin: 0; color: inherit }
ul { margin: 24px 0 0; padding: 0; list-style: none; display: flex; flex-wrap: wrap; gap: 8px 20px; justify-content: center }
a { color: var(--green) }
a:focus-visible { outline: 2px solid var(--green); outline-offset: 3px }
.number { margin-top: 24px; font-size: 13px }
.address { display: none; font-size: 13px }
@media print {
:root { color-scheme: light; --ink: #22211f; --soft: #4a4843; --ground: #fff; --sheet: #fff; --green: #1c6a4e; --red: #a32020 }
body { padding: 0 } main { max-width: none; padding: 22vh 24px 0; border: 0 } ul { display: none } .address { display: block }
}
`;

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64');

/** What the page may load: its own look, and nothing else. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${hashOf(CSS)}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

interface Setting {
  publisher: string;
  logo: Logo | null;
  publicUrl: string;
  language: Language;
}

const frame = (title: string, language: Language, body: Html): string =>
  html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${title}</title><style>${new Html(CSS)}</style></head>
<body><main>${body}</main></body></html>
`.text;

const stateOf = ({ revoked, reason }: Certificate, { publisher, language }: Setting): Html => {
  const say = words[language];
  return revoked === null
    ? html`<div class="state" role="status"><p>${say.valid(publisher)}</p></div>`
    : html`<div class="state revoked" role="status"><p>${say.revoked(dayIn(language, revoked))}</p><p>${say.reason}: ${reason ?? ''}</p></div>`;
};

const logoHtml = ({ logo }: Setting): Html =>
  logo
    ? html`<p class="logo"><img src="data:${logo.type};base64,${logo.bytes.toString('base64')}" alt=""></p>`
    : html``;

/** The public page of a certificate: whose it is, for what, and whether it is valid. */
export function certificatePage(certificate: Certificate, setting: Setting): string {
  const { publisher, publicUrl, language } = setting;
  const say = words[language];
  const { student, course, completed, code, revoked } = certificate;
  const url = certificateUrl(publicUrl, code);
  const link = (address: string, text: string) => html`<li><a href="${address}">${text}</a></li>`;
  const links = [
    link(`${url}.pdf?lang=${language}`, say.pdf),
    link(`${url}.json`, say.badge),
    link(`${url}.jwt`, say.signed),
    ...(revoked === null ? [link(linkedInUrl(certificate, publisher, publicUrl), say.linkedIn)] : []),
  ];
  return frame(
    `${say.certificate}: ${course.title}`,
    language,
    html`${logoHtml(setting)}<p class="brand">${publisher}</p><h1>${say.certificate}</h1>
<p>${say.awarded}</p><p class="name"><bdi>${student.name}</bdi></p><p>${say.completing}</p><p class="title"><bdi>${course.title}</bdi></p>
<p>${say.on} <time datetime="${new Date(completed * 1000).toISOString().slice(0, 10)}">${dayIn(language, completed)}</time></p>
${stateOf(certificate, setting)}
<ul>${links}</ul><p class="number">${say.number}: ${code}</p><p class="address">${say.verify} ${url}</p>`,
  );
}

export const unknownPage = (publisher: string, language: Language): string =>
  frame(
    words[language].unknownTitle,
    language,
    html`<p class="brand">${publisher}</p><h1>${words[language].unknownTitle}</h1><p>${words[language].unknown}</p>`,
  );

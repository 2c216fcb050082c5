import { catalogue } from '../errors.ts';
import { type Html, html, prose } from '../html.ts';
import { basePathOf } from '../public-url.ts';
import type { Language } from '../rules/language.ts';
import type { Document, Operation } from './openapi-types.ts';
import { example, members, table } from './schema-view.ts';
import { words as allWords, type Words } from './words.ts';

const LANGUAGES = [
  ['en', 'English'],
  ['it', 'Italiano'],
] as const satisfies readonly (readonly [Language, string])[];

interface Listed {
  path: string;
  method: string;
  operation: Operation;
}

const list = (document: Document): Listed[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );

const byTag = (listed: Listed[]) => [...Map.groupBy(listed, ({ operation }) => operation.tags?.[0] ?? 'Other')];

const isForTokens = ({ operation }: Listed) => !operation.security?.some((one) => 'session' in one);

function curl({ path, method, operation }: Listed, document: Document, base: string): string {
  const schema = operation.requestBody?.content['application/json']?.schema;
  const body = schema
    ? ` \\\n     -H "Content-Type: application/json" \\\n     -d '${JSON.stringify(example(document, schema))}'`
    : '';
  return `curl -X ${method} "${base}${path.replaceAll(/\{\w+\}/g, '21')}" \\\n     -H "Authorization: Bearer $TOKEN"${body}`;
}

/** What every part of the page needs. */
interface Page {
  document: Document;
  base: string;
  words: Words;
}

function answer({ document, words }: Page, { operation }: Listed): Html {
  const good = operation.responses['200'];
  const schema = good?.content?.['application/json']?.schema;
  if (!schema) return html``;
  return html`<h4>${words.answer}</h4>${members(words, document, words.answerMembers, schema.items ?? schema)}
<pre tabindex="0" aria-label="${words.exampleAnswer}"><code>${JSON.stringify(example(document, schema), null, 2)}</code></pre>`;
}

const refusals = (words: Words, { operation }: Listed): Html =>
  html`<p class="refusals">${words.refusals} ${Object.entries(operation.responses)
    .filter(([status]) => status !== '200')
    .map(([status, { description }]) => html`<span title="${description}" lang="en">${status}</span> `)}</p>`;

function section(page: Page, listed: Listed): Html {
  const { document, base, words } = page;
  const { path, method, operation } = listed;
  const parameters = (operation.parameters ?? []).map((one) => ({
    name: one.name,
    schema: { ...one.schema, ...(one.description ? { description: one.description } : {}) },
    required: one.required ?? false,
  }));
  const body = operation.requestBody?.content['application/json']?.schema;
  return html`<section id="${operation.operationId}" aria-labelledby="${operation.operationId}-title">
<h3 id="${operation.operationId}-title" lang="en">${operation.summary}</h3>
<p class="route"><span class="method ${method.toLowerCase()}">${method}</span> <code>${path}</code></p>
${operation.description ? html`<p lang="en">${prose(operation.description)}</p>` : ''}
${table(words, words.parameters, parameters)}
${body ? members(words, document, words.body, body) : ''}
${isForTokens(listed) ? html`<pre tabindex="0" aria-label="${words.call}"><code>${curl(listed, document, base)}</code></pre>` : html`<p>${words.members}</p>`}
${answer(page, listed)}
${refusals(words, listed)}
</section>`;
}

const codes = (
  words: Words,
): Html => html`<section id="errors" aria-labelledby="errors-title"><h2 id="errors-title">${words.errors}</h2>
<p>${prose(words.problem)}</p>
<div class="scroll" tabindex="0" role="group" aria-label="${words.codes.caption}"><table><thead><tr><th scope="col">${words.codes.code}</th><th scope="col">${words.codes.status}</th><th scope="col">${words.meaning}</th></tr></thead>
<tbody>${Object.entries(catalogue).map(([code, [status, detail]]) => html`<tr id="${code}"><th scope="row"><code>${code}</code></th><td>${status}</td><td lang="en">${detail}</td></tr>`)}</tbody></table></div></section>`;

const introduction = (
  words: Words,
  limit: number,
): Html => html`<section id="start" aria-labelledby="start-title"><h2 id="start-title">${words.start}</h2>
<p>${prose(words.token)}</p>
<p>${prose(words.lists)} ${limit > 0 ? html`${prose(words.limit(limit))}` : ''}</p>
<p>${prose(words.keys)}</p>
<p>${words.data} <a href="openapi.json">openapi.json</a>, OpenAPI 3.1.</p></section>`;

/** The head of every page of Carrel: the mark, a way back, the language and the colours. */
const header = (words: Words, language: Language, home: string): Html => html`<header>
<a class="brand" href="${home}"><svg width="28" height="28" viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8" fill="#1c6a4e"/><path d="M24 7.5H10.5a3 3 0 0 0-3 3v11a3 3 0 0 0 3 3H24" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/><rect x="13.5" y="12.5" width="10.5" height="7" rx="1.5" fill="#e9d5a3"/></svg>Carrel</a>
<a class="back" href="${home}">${words.back}</a>
<nav class="languages" aria-label="${words.language}">${LANGUAGES.map(
  ([id, name]) =>
    html`<a href="?lang=${id}" lang="${id}" hreflang="${id}" data-language="${id}"${id === language ? html` aria-current="true"` : ''}>${name}</a>`,
)}</nav>
<button type="button" hidden data-dark="${words.themes.dark}" data-light="${words.themes.light}"></button>
</header>`;

interface Options {
  /** The address of the server. */
  base: string;
  /** Requests in a minute; 0: any number. */
  limit: number;
  language: Language;
  audience: 'licensing' | 'publisher';
}

/** The whole API on one page, from its OpenAPI document. Without script it lacks the choice of colours alone. */
export function apiPage(document: Document, { base, limit, language, audience }: Options): string {
  const tags = byTag(list(document));
  const plain = allWords[language];
  const words = audience === 'publisher' ? { ...plain, ...plain.publisher } : plain;
  const page = { document, base, words };
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${words.title} · Carrel</title><link rel="icon" href="${basePathOf(base)}/mark.svg" type="image/svg+xml"><link rel="stylesheet" href="docs.css"><script src="docs.js"></script></head>
<body><a class="skip" href="#main">${words.skip}</a>
${header(words, language, `${basePathOf(base)}/`)}
<nav class="operations" aria-label="${words.operations}"><ul><li><a href="#start">${words.start}</a></li>${tags.map(
    ([tag, listed]) =>
      html`<li><span lang="en">${tag}</span><ul>${listed.map(
        ({ method, operation }) =>
          html`<li><a href="#${operation.operationId}"><span class="method ${method.toLowerCase()}">${method}</span> <span lang="en">${operation.summary}</span></a></li>`,
      )}</ul></li>`,
  )}<li><a href="#errors">${words.errors}</a></li></ul></nav>
<main id="main"><h1>${words.title}</h1><p class="lead" lang="en">${document.info.description}</p>${words.english ? html`<p>${words.english}</p>` : ''}
${introduction(words, limit)}
${tags.map(([tag, listed]) => html`<h2 lang="en">${tag}</h2>${listed.map((one) => section(page, one))}`)}
${codes(words)}</main></body></html>`.text;
}

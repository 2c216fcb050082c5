import { catalogue } from '../errors.ts';
import { type Html, html, prose } from '../html.ts';
import type { Document, Operation } from './openapi-types.ts';
import { example, members, table } from './schema-view.ts';

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

function answer(document: Document, { operation }: Listed): Html {
  const good = operation.responses['200'];
  const schema = good?.content?.['application/json']?.schema;
  if (!schema) return html``;
  return html`<h4>Answer</h4>${members(document, 'Members of the answer', schema.items ?? schema)}
<pre tabindex="0" aria-label="Example answer"><code>${JSON.stringify(example(document, schema), null, 2)}</code></pre>`;
}

const refusals = ({ operation }: Listed): Html =>
  html`<p class="refusals">Refusals: ${Object.entries(operation.responses)
    .filter(([status]) => status !== '200')
    .map(([status, { description }]) => html`<span title="${description}">${status}</span> `)}</p>`;

function section(document: Document, listed: Listed, base: string): Html {
  const { path, method, operation } = listed;
  const parameters = (operation.parameters ?? []).map((one) => ({
    name: one.name,
    schema: { ...one.schema, ...(one.description ? { description: one.description } : {}) },
    required: one.required ?? false,
  }));
  const body = operation.requestBody?.content['application/json']?.schema;
  return html`<section id="${operation.operationId}" aria-labelledby="${operation.operationId}-title">
<h3 id="${operation.operationId}-title">${operation.summary}</h3>
<p class="route"><span class="method ${method.toLowerCase()}">${method}</span> <code>${path}</code></p>
${operation.description ? html`<p>${prose(operation.description)}</p>` : ''}
${table('Parameters', parameters)}
${body ? members(document, 'Members of the body', body) : ''}
${isForTokens(listed) ? html`<pre tabindex="0" aria-label="Example call"><code>${curl(listed, document, base)}</code></pre>` : html`<p>For signed-in members, in the web app; API tokens are not accepted here.</p>`}
${answer(document, listed)}
${refusals(listed)}
</section>`;
}

const codes = (): Html => html`<section id="errors" aria-labelledby="errors-title"><h2 id="errors-title">Errors</h2>
<p>A refusal is a problem of RFC 9457, <code>application/problem+json</code>. Decide by its <code>code</code>, which stays the same; <code>errors</code> names every place that is wrong.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Error codes"><table><thead><tr><th scope="col">Code</th><th scope="col">Status</th><th scope="col">Meaning</th></tr></thead>
<tbody>${Object.entries(catalogue).map(([code, [status, detail]]) => html`<tr id="${code}"><th scope="row"><code>${code}</code></th><td>${status}</td><td>${detail}</td></tr>`)}</tbody></table></div></section>`;

const introduction = (
  limit: number,
): Html => html`<section id="start" aria-labelledby="start-title"><h2 id="start-title">Start</h2>
<p>Make a token on the API page of the License Manager, or with <code>npm run carrel -- token create</code>, and send it with every request: <code>Authorization: Bearer …</code>. A token may be read-only.</p>
<p>Lists take <code>page</code> and <code>pageSize</code> (10 by default, up to 1000), are sorted by id, and carry <code>X-Total-Count</code> and <code>Link</code>. ${
  limit > 0
    ? `A license manager may make ${limit} requests in any 60 seconds, over all tokens; RateLimit and Retry-After tell how many are left.`
    : ''
}</p>
<p>Changes take an <code>Idempotency-Key</code>: the same key with the same request gets the first answer again for 24 hours, so that a retry is safe.</p>
<p>The same as data: <a href="openapi.json">openapi.json</a>, OpenAPI 3.1.</p></section>`;

/** The whole API on one page, from its OpenAPI document. It needs no script. */
export function apiPage(document: Document, { base, limit }: { base: string; limit: number }): string {
  const tags = byTag(list(document));
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${document.info.title}</title><link rel="stylesheet" href="docs.css"></head>
<body><a class="skip" href="#main">Skip to the content</a>
<nav aria-label="Operations"><p class="name">${document.info.title}</p><ul><li><a href="#start">Start</a></li>${tags.map(
    ([tag, listed]) =>
      html`<li><span>${tag}</span><ul>${listed.map(
        ({ method, operation }) =>
          html`<li><a href="#${operation.operationId}"><span class="method ${method.toLowerCase()}">${method}</span> ${operation.summary}</a></li>`,
      )}</ul></li>`,
  )}<li><a href="#errors">Errors</a></li></ul></nav>
<main id="main"><h1>${document.info.title}</h1><p class="lead">${document.info.description}</p>
${introduction(limit)}
${tags.map(([tag, listed]) => html`<h2>${tag}</h2>${listed.map((one) => section(document, one, base))}`)}
${codes()}</main></body></html>`.text;
}

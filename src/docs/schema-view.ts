import { type Html, html, prose } from '../html.ts';
import type { Document, Schema } from './openapi-types.ts';
import type { Words } from './words.ts';

const nameOf = (schema: Schema) => schema.$ref?.split('/').at(-1) ?? '';

/** The schema that a reference points to. */
export const resolve = (document: Document, schema: Schema): Schema =>
  schema.$ref ? (document.components.schemas[nameOf(schema)] ?? {}) : schema;

/** A type as a person says it: `string`, `License[]`, `date-time or null`. */
export function typeName(schema: Schema): string {
  if (schema.$ref) return nameOf(schema);
  if (schema.anyOf) return schema.anyOf.map(typeName).join(' or ');
  if (schema.items) return `${typeName(schema.items)}[]`;
  return schema.format ?? [schema.type ?? 'any'].flat().join(' or ');
}

interface Row {
  name: string;
  schema: Schema;
  required: boolean;
}

/** The members of an object, those of objects inside it by their path. */
function rows(document: Document, schema: Schema, prefix = ''): Row[] {
  const object = resolve(document, schema);
  return Object.entries(object.properties ?? {}).flatMap(([name, member]) => {
    const inner = member.items ?? member;
    const nested = inner.$ref ? [] : rows(document, inner, `${prefix}${name}${member.items ? '[]' : ''}.`);
    return [{ name: prefix + name, schema: member, required: object.required?.includes(name) ?? false }, ...nested];
  });
}

const describe = (schema: Schema): string =>
  schema.description ?? schema.anyOf?.find((one) => one.description)?.description ?? '';

const row = ({ name, schema, required }: Row, words: Words): Html => html`<tr>
  <th scope="row"><code>${name}</code></th>
  <td><span class="type">${typeName(schema)}</span>${required ? '' : html` <span class="optional">${words.optional}</span>`}</td>
  <td><span lang="en">${prose(describe(schema))}</span>${schema.default === undefined ? '' : html` ${words.otherwise} <code>${String(schema.default)}</code>.`}</td>
</tr>`;

/** A table of names, types and meanings. */
export const table = (words: Words, caption: string, list: Row[]): Html =>
  list.length === 0
    ? html``
    : html`<div class="scroll" tabindex="0" role="group" aria-label="${caption}"><table><caption>${caption}</caption>
<thead><tr><th scope="col">${words.name}</th><th scope="col">${words.type}</th><th scope="col">${words.meaning}</th></tr></thead>
<tbody>${list.map((one) => row(one, words))}</tbody></table></div>`;

export const members = (words: Words, document: Document, caption: string, schema: Schema): Html =>
  table(words, caption, rows(document, schema));

const plain: Record<string, unknown> = { integer: 1, number: 1, boolean: true, string: 'text', null: null };

/** An example value, made from the examples of the schema. */
export function example(document: Document, schema: Schema): unknown {
  const actual = resolve(document, schema);
  if (actual.examples?.length) return actual.examples[0];
  if (actual.default !== undefined) return actual.default;
  if (actual.enum?.length) return actual.enum[0];
  if (actual.anyOf?.[0]) return example(document, actual.anyOf[0]);
  if (actual.items) return [example(document, actual.items)];
  if (actual.properties) {
    return Object.fromEntries(
      Object.entries(actual.properties).map(([name, member]) => [name, example(document, member)]),
    );
  }
  return plain[[actual.type ?? ''].flat()[0] ?? ''] ?? null;
}

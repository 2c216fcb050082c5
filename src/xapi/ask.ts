import { invalid, type Refusal } from '../errors.ts';
import { NotPlain, readSpans, type Span } from '../rules/xapi/spans.ts';
import type { Version } from '../rules/xapi/statement.ts';
import type { Caller } from './caller.ts';

/** A request as the specification knows it, however it was written. */
export interface Ask {
  method: string;
  /** Of the query; each was given once. */
  params: Readonly<Record<string, string>>;
  /** By their names in lower case. */
  headers: Readonly<Record<string, string | undefined>>;
  body: Buffer;
  version: Version;
  caller: Caller;
}

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** A text of JSON with what it says and where its parts stand. */
export interface Read {
  text: string;
  value: unknown;
  span: Span;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

const wrongBody = (detail: string, pointer = '') => invalid({ pointer, detail });

/** Reads JSON and keeps its text. Throws `invalid_request` for what is none, names a member twice, or could not be kept. */
export function readJson(bytes: Buffer): Read {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    throw wrongBody('is not UTF-8');
  }
  try {
    const value: unknown = JSON.parse(text);
    return { text, value, span: readSpans(text) };
  } catch (error) {
    if (error instanceof NotPlain) throw wrongBody(error.message, error.pointer);
    throw wrongBody('is not JSON');
  }
}

/** The media type of a header, without its parameters. */
export const mediaType = (header: string | undefined): string =>
  (header ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

/** Refuses parameters that a resource does not know, as the specification asks. */
export function onlyParams(params: Ask['params'], ...known: string[]): void {
  const strange = Object.keys(params).filter((name) => !known.includes(name));
  if (strange.length === 0) return;
  throw invalid(
    ...strange.slice(0, 20).map((name) => ({ parameter: name.slice(0, 100), detail: 'is not known here' })),
  );
}

export const wrongParam = (parameter: string, detail: string): Refusal => invalid({ parameter, detail });

/** A parameter that must be there. */
export function param(params: Ask['params'], name: string): string {
  const value = params[name];
  if (value === undefined || value === '') throw wrongParam(name, 'is required');
  if (value.includes('\0') || !value.isWellFormed()) throw wrongParam(name, 'contains a NUL character or is not UTF-8');
  return value;
}

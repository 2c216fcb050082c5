import { isRecord } from '../rules/xapi/check.ts';
import { rewrite, type Span, slice } from '../rules/xapi/spans.ts';
import type { Version } from '../rules/xapi/statement.ts';
import { inUtc, readMoment } from '../rules/xapi/terms.ts';

/** A statement that came and is right: what it says, with the text that it came in. */
export interface Given {
  id: string;
  value: Record<string, unknown>;
  text: string;
  span: Span;
}

/** What the store adds. */
export interface Added {
  stored: string;
  /** JSON. */
  authority: string;
  version: Version;
}

/** 2.0 gives moments in UTC; 1.0.3 leaves them as they came. */
function moment(text: string, span: Span, version: Version): string {
  const given = slice(text, span);
  const read = version === '2.0.0' ? readMoment(JSON.parse(given)) : null;
  return read ? JSON.stringify(inUtc(read)) : given;
}

const activities = (text: string, span: Span): string =>
  rewrite(span, (_name, list) => (list.items ? slice(text, list) : `[${slice(text, list)}]`));

const context = (text: string, span: Span): string =>
  rewrite(span, (name, member) => (name === 'contextActivities' ? activities(text, member) : slice(text, member)));

function subStatement(text: string, span: Span, version: Version): string {
  return rewrite(span, (name, member) => {
    if (name === 'context') return context(text, member);
    return name === 'timestamp' ? moment(text, member, version) : slice(text, member);
  });
}

/** The text that is kept: as it came, with what the store adds, and lists of activities where there was a single one. */
export function compose({ id, value, text, span }: Given, { stored, authority, version }: Added): string {
  const isSubStatement = isRecord(value.object) && value.object.objectType === 'SubStatement';
  const change = (name: string, member: Span): string | null => {
    if (name === 'stored' || name === 'authority') return null;
    if (name === 'context') return context(text, member);
    if (name === 'object' && isSubStatement) return subStatement(text, member, version);
    return name === 'timestamp' ? moment(text, member, version) : slice(text, member);
  };
  const missing: [string, string][] = [
    ['id', JSON.stringify(id)],
    ['timestamp', JSON.stringify(stored)],
    ['version', JSON.stringify(version === '1.0.3' ? '1.0.0' : version)],
  ];
  return rewrite(span, change, [
    ...missing.filter(([name]) => !Object.hasOwn(value, name)),
    ['stored', JSON.stringify(stored)],
    ['authority', authority],
  ]);
}

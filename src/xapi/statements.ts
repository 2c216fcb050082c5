import { now } from '../context.ts';
import { invalid, notFound } from '../errors.ts';
import { isRecord } from '../rules/xapi/check.ts';
import { isUuid } from '../rules/xapi/terms.ts';
import { activitiesByIri } from './activity.ts';
import { type Answer, type Ask, onlyParams, param, wrongParam } from './ask.ts';
import { attachmentParts, countFitting } from './attachment.ts';
import { assertOfLaunch, followLaunch } from './cmi5-report.ts';
import type { Launch } from './cmi5-session.ts';
import { findStatements, type Row, statementById } from './find.ts';
import { activityIris, asCanonical, asIds } from './format.ts';
import { writeMultipart } from './multipart.ts';
import { moveProgress } from './progress.ts';
import { type ListQuery, moreOf, readListQuery, readView, type View } from './query.ts';
import { type Received, receive } from './receive.ts';
import { conditionsOf, isVisible } from './scope.ts';
import type { Services } from './services.ts';
import { storeStatements } from './store.ts';

const author = ({ config }: Services, { caller, version }: Ask) => ({
  credentialId: caller.id,
  authority: { objectType: 'Agent', name: caller.name, account: { homePage: config.publicUrl, name: caller.id } },
  version,
  definesActivities: caller.launch === null,
});

const isAbout = ({ object }: Record<string, unknown>, { activityId }: Launch): boolean =>
  isRecord(object) && object.id === activityId;

/** Stores what came, and moves the progress that it tells of, together. */
async function keep(services: Services, ask: Ask, received: Received): Promise<void> {
  const { db, config } = services;
  const by = { kind: 'token', id: ask.caller.id, label: ask.caller.name } as const;
  await db.write(async (tx) => {
    const place = { publicUrl: config.publicUrl, ms: services.clock() };
    const { id } = ask.caller.launch ?? {};
    const launch = id === undefined ? null : await assertOfLaunch(tx, id, received.statements, place);
    const kept = await storeStatements(tx, received, author(services, ask), services.clock());
    const statements = kept.map(({ value }) => value);
    if (launch) await followLaunch(tx, launch, place);
    await moveProgress(tx, launch ? statements.filter((one) => isAbout(one, launch)) : statements, {
      publicUrl: config.publicUrl,
      now: now(services),
      by,
    });
  });
}

/** PUT: one statement, under the id that the query names. */
export async function putStatement(services: Services, ask: Ask): Promise<Answer> {
  onlyParams(ask.params, 'statementId');
  const id = param(ask.params, 'statementId');
  if (!isUuid(id)) throw wrongParam('statementId', 'must be a UUID');
  const received = await receive(ask);
  if (received.statements[0]?.id !== id.toLowerCase()) {
    throw invalid({ pointer: '/id', detail: 'is another than the statementId of the query' });
  }
  await keep(services, ask, received);
  return { status: 204 };
}

/** POST: one statement or several, all or none of them. */
export async function postStatements(services: Services, ask: Ask): Promise<Answer> {
  onlyParams(ask.params);
  const received = await receive(ask);
  await keep(services, ask, received);
  return json(JSON.stringify(received.statements.map(({ id }) => id)));
}

const json = (body: string, headers: Record<string, string> = {}): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body,
});

/** Statements in the format that was asked for. */
async function show({ db }: Services, rows: readonly Row[], { format, language }: View): Promise<string[]> {
  const bodies = rows.map(({ body }) => body);
  if (format === 'ids') return bodies.map(asIds);
  if (format === 'exact') return bodies;
  const activities = await activitiesByIri(db.read, bodies.flatMap(activityIris));
  return bodies.map((body) => asCanonical(body, activities, language));
}

/** The answer as JSON, or with the attachments in a part each. */
async function withParts(
  services: Services,
  text: string,
  rows: readonly Row[],
  view: View,
  headers = {},
): Promise<Answer> {
  if (!view.attachments) return json(text, headers);
  const first = { headers: { 'Content-Type': 'application/json; charset=utf-8' }, content: Buffer.from(text) };
  const bodies = rows.map(({ body }) => body);
  const { type, body } = writeMultipart([first, ...(await attachmentParts(services.db.read, bodies))]);
  return { status: 200, headers: { ...headers, 'content-type': type }, body };
}

async function getOne(services: Services, name: 'statementId' | 'voidedStatementId', ask: Ask): Promise<Answer> {
  onlyParams(ask.params, name, 'attachments', 'format');
  const id = param(ask.params, name);
  if (!isUuid(id)) throw wrongParam(name, 'must be a UUID');
  const view = readView(ask);
  const row = await statementById(services.db.read, id);
  if (!row || !isVisible(row, ask.caller.launch) || row.voided !== (name === 'statementId' ? 0 : 1)) throw notFound();
  const [text = ''] = await show(services, [row], view);
  return withParts(services, text, [row], view, { 'last-modified': new Date(row.stored).toUTCString() });
}

/** A page of what was found, cut where its attachments would be too many bytes. */
async function pageOf({ db }: Services, { asked, view }: ListQuery): Promise<{ rows: Row[]; isLast: boolean }> {
  const found = await findStatements(db.read, { ...asked, limit: asked.limit + 1 });
  const page = found.slice(0, asked.limit);
  const fitting = view.attachments
    ? await countFitting(
        db.read,
        page.map(({ body }) => body),
      )
    : page.length;
  return { rows: page.slice(0, fitting), isLast: found.length <= fitting };
}

async function getList(services: Services, ask: Ask): Promise<Answer> {
  const query = readListQuery(ask, conditionsOf(ask.caller.launch));
  const { rows, isLast } = await pageOf(services, query);
  const shown = await show(services, rows, query.view);
  const last = rows.at(-1);
  const more = isLast || !last ? '' : `${services.path}/statements?more=${moreOf(query, last.seq)}`;
  return withParts(services, `{"statements":[${shown.join(',')}],"more":${JSON.stringify(more)}}`, rows, query.view);
}

/** GET: one statement by its id, or a page of those that a filter finds. */
export async function getStatements(services: Services, ask: Ask): Promise<Answer> {
  const { statementId, voidedStatementId } = ask.params;
  if (statementId !== undefined && voidedStatementId !== undefined) {
    throw wrongParam('voidedStatementId', 'cannot stand beside statementId');
  }
  if (statementId !== undefined) return getOne(services, 'statementId', ask);
  return voidedStatementId === undefined ? getList(services, ask) : getOne(services, 'voidedStatementId', ask);
}

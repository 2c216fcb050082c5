import type { FastifyRequest } from 'fastify';
import { invalid, Refusal } from '../errors.ts';
import { operation } from '../http/operation.ts';
import { answers, IdempotencyKeyHeader, ref } from '../http/schema.ts';
import { change } from '../http/write.ts';
import { Settings, SettingsChanges } from '../manager/schema.ts';
import { changeSettings as setSettings, getSettings as settingsOf } from '../manager/settings.ts';
import { chooseMails, mailsOf } from '../notice/choices.ts';
import { managerIdOf, principalOf } from '../principal.ts';
import { isTimeZone } from '../rules/language.ts';

/** A viewer chooses the own mails, and nothing else. */
function refuseViewer({ role }: FastifyRequest, changes: object): void {
  if (role !== 'viewer' || Object.keys(changes).every((name) => name === 'mails')) return;
  throw new Refusal('forbidden', { detail: 'A viewer may choose mails only.' });
}

/** What is null is not given. */
const givenOf = <T extends object>(members: T) =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null)) as {
    [name in keyof T]: Exclude<T[name], null>;
  };

export const getSettings = operation(
  {
    schema: {
      operationId: 'getSettings',
      tags: ['Me'],
      summary: 'What the license manager sets for itself',
      response: answers(ref(Settings)),
    },
  },
  async (context, request) => {
    const managerId = managerIdOf(request);
    const actor = principalOf(request);
    const settings = await settingsOf(context.db.read, managerId);
    return { ...settings, mails: await mailsOf(context.db.read, managerId, actor, settings.mails) };
  },
);

export const changeSettings = operation(
  {
    config: { viewersToo: true }, // each member chooses the own mails
    schema: {
      operationId: 'changeSettings',
      tags: ['Me'],
      summary: 'Change settings; what is not given stays',
      headers: IdempotencyKeyHeader,
      body: ref(SettingsChanges),
      response: answers(ref(Settings), 403, 413, 415),
    },
  },
  async (context, request, reply) => {
    const managerId = managerIdOf(request);
    const actor = principalOf(request);
    const { mails: asked, ...rest } = givenOf(request.body);
    const changes = { ...rest, ...(asked && { mails: givenOf(asked) }) };
    if (changes.timeZone !== undefined && !isTimeZone(changes.timeZone))
      throw invalid({ pointer: '/timeZone', detail: 'must be a name of the IANA database, such as Europe/Rome' });
    refuseViewer(request, changes);
    return change(context, request, reply, async (tx, now) => {
      const { mails, ...others } = changes;
      const own = mails && (await chooseMails(tx, managerId, actor, mails));
      const settings = await setSettings(tx, { managerId, changes: own ? others : changes }, actor, now);
      return { ...settings, mails: await mailsOf(tx, managerId, actor, settings.mails) };
    });
  },
);

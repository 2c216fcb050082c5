import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { type Account, listAccounts, lockAccount } from '../account/account.ts';
import {
  addStaff,
  deleteAccount,
  disableAccount,
  enableAccount,
  endAllSessions,
  resetSecondFactor,
  setStaff,
} from '../account/manage.ts';
import { readEmail, readName } from '../auth/fields.ts';
import { refuseOthersThanOwners } from '../auth/require-session.ts';
import { staffRoleOf } from '../auth/session.ts';
import { now, type ServerContext } from '../context.ts';
import type { Transaction } from '../db/database.ts';
import type { Actor } from '../event/record.ts';
import type { App } from '../http/app-type.ts';
import { describePage, sliceOf } from '../http/list.ts';
import { principalOf } from '../principal.ts';
import {
  AccountChanges,
  AccountPath,
  AccountQuery,
  AccountView,
  DeleteAccountQuery,
  NewStaff,
  toAccountView,
} from './account-schema.ts';

type Asked = { who: { id: string }; by: Actor; now: number };

/** The people who sign in, as the staff of the publisher helps and removes them; the staff itself is its owners' affair. */
export function accountRoutes(app: App, context: ServerContext): void {
  const { db } = context;
  const response = { 200: AccountView };
  const change = async (request: FastifyRequest, work: (tx: Transaction, asked: Asked) => Promise<Account>) => {
    const { id } = request.params as { id: string };
    const by = principalOf(request);
    return toAccountView(
      await db.write(async (tx) => {
        if (await staffRoleOf(tx, id)) refuseOthersThanOwners(request);
        return work(tx, { who: { id }, by, now: now(context) });
      }),
    );
  };

  app.get(
    '/accounts',
    { schema: { querystring: AccountQuery, response: { 200: Type.Array(AccountView) } } },
    async (request, reply) => {
      const { total, accounts } = await listAccounts(db.read, request.query, sliceOf(request.query));
      describePage(request, reply, total, request.query);
      return accounts.map(toAccountView);
    },
  );

  app.post('/staff', { config: { ownersOnly: true }, schema: { body: NewStaff, response } }, async (request) => {
    const { role = 'staff' } = request.body;
    const email = readEmail(request.body.email);
    const name = request.body.name?.trim() ? readName(request.body.name) : email.address;
    const by = principalOf(request);
    return toAccountView(await db.write((tx) => addStaff(tx, { email, name, role, by, now: now(context) })));
  });

  app.patch('/accounts/:id', { schema: { params: AccountPath, body: AccountChanges, response } }, async (request) => {
    const { disabled, staffRole, deleteTokens = false } = request.body;
    if (staffRole !== undefined) refuseOthersThanOwners(request);
    return change(request, async (tx, asked) => {
      if (staffRole !== undefined) await setStaff(tx, asked, staffRole);
      if (disabled === false) return enableAccount(tx, asked);
      if (disabled === true) return disableAccount(tx, asked, { tokens: deleteTokens });
      return lockAccount(tx, asked.who);
    });
  });

  app.delete(
    '/accounts/:id',
    { schema: { params: AccountPath, querystring: DeleteAccountQuery, response } },
    async (request) =>
      change(request, (tx, asked) => deleteAccount(tx, asked, { tokens: request.query.deleteTokens ?? false })),
  );

  app.post('/accounts/:id/reset-second-factor', { schema: { params: AccountPath, response } }, async (request) =>
    change(request, resetSecondFactor),
  );

  app.post('/accounts/:id/end-sessions', { schema: { params: AccountPath, response } }, async (request) =>
    change(request, endAllSessions),
  );
}

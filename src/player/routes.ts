import { clockOf, now } from '../context.ts';
import { operation } from '../http/operation.ts';
import { answers, ref } from '../http/schema.ts';
import { isoTime } from '../rules/time.ts';
import { playerOf } from './bearer.ts';
import { playsUntil, reportPlayed } from './player.ts';
import { PlayerAccess, PlayerProgress, PlayerReport } from './schema.ts';
import type { PlayerClaims } from './token.ts';

const tags = ['Player'];

const playerActor = ({ licenseId }: PlayerClaims) => ({
  kind: 'token' as const,
  id: `player ${licenseId}`,
  label: 'Player',
});

export const getPlayerAccess = operation(
  {
    schema: {
      operationId: 'getPlayerAccess',
      tags,
      summary: 'Whether the student may watch',
      response: answers(ref(PlayerAccess)),
    },
  },
  async (context, request) => {
    const until = await playsUntil(context.db.read, playerOf(request), now(context));
    return { access: true, until: isoTime(until) };
  },
);

export const reportPlayerProgress = operation(
  {
    schema: {
      operationId: 'reportPlayerProgress',
      tags,
      summary: 'How far the student is',
      body: ref(PlayerReport),
      response: answers(ref(PlayerProgress), 413, 415),
    },
  },
  async (context, request) => {
    const player = playerOf(request);
    const clock = clockOf(context);
    return context.db.write((tx) => reportPlayed(tx, player, request.body, playerActor(player), clock()));
  },
);

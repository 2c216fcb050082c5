import { clockOf, now } from '../context.ts';
import { operation } from '../http/operation.ts';
import { answers, ref } from '../http/schema.ts';
import { isoTime } from '../rules/time.ts';
import { playerOf } from './bearer.ts';
import { playedLicense, reportPlayed } from './player.ts';
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
    const { end } = await playedLicense(context.db.read, playerOf(request).licenseId, now(context));
    return { access: true, until: isoTime(end) };
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
    const { percent, completed } = request.body;
    const at = clockOf(context);
    const report = { licenseId: player.licenseId, percent, completed };
    const progress = await context.db.write((tx) => reportPlayed(tx, report, playerActor(player), at()));
    return { percent: progress.percent, completed: progress.completed !== null };
  },
);

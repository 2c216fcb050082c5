import { Type } from 'typebox';
import { now } from '../context.ts';
import { operation } from '../http/operation.ts';
import { IdText } from '../http/schema.ts';
import { overviewOf } from './overview.ts';

const Overview = Type.Object({
  sold: Type.Integer({ description: 'Licenses of all pools that have not ended.' }),
  used: Type.Integer(),
  free: Type.Integer(),
  endingSoon: Type.Integer({ description: 'Licenses of pools that end within 90 days.' }),
  fullPools: Type.Integer(),
  unusedPools: Type.Integer({ description: 'Started 30 days ago or more, and without a license in use.' }),
  ordersParked: Type.Integer({ description: 'Up to 1,000.' }),
  deliveriesFailed: Type.Integer({ description: 'Mails and deliveries of webhooks, up to 1,000 each.' }),
  courses: Type.Array(
    Type.Object({
      id: IdText('the course'),
      title: Type.String(),
      pools: Type.Integer(),
      sold: Type.Integer(),
      used: Type.Integer(),
    }),
    { description: 'Those of which most is sold, up to 200.' },
  ),
  endings: Type.Array(
    Type.Object({
      month: Type.String({ description: 'In UTC, such as `2027-01`: this month and the eleven that follow.' }),
      pools: Type.Integer(),
      licenses: Type.Integer(),
      used: Type.Integer(),
    }),
  ),
});

export const getOverview = operation({ schema: { response: { 200: Overview } } }, (context) =>
  overviewOf(context.db.read, now(context)),
);

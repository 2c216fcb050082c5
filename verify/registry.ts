import type { Proof } from './support/proof.ts';
import { access } from './tests/access.ts';
import { backup } from './tests/backup.ts';
import { clock } from './tests/clock.ts';
import { databaseFaults } from './tests/database-faults.ts';
import { diskFull } from './tests/disk-full.ts';
import { drain } from './tests/drain.ts';
import { equalReads } from './tests/equal-reads.ts';
import { failover } from './tests/failover.ts';
import { fuzz } from './tests/fuzz.ts';
import { idempotency } from './tests/idempotency.ts';
import { ioErrors } from './tests/io-errors.ts';
import { kill } from './tests/kill.ts';
import { launch } from './tests/launch.ts';
import { migrations } from './tests/migrations.ts';
import { model } from './tests/model.ts';
import { nonReaders } from './tests/non-readers.ts';
import { orders } from './tests/orders.ts';
import { outbox } from './tests/outbox.ts';
import { power } from './tests/power.ts';
import { race } from './tests/race.ts';
import { rate } from './tests/rate.ts';
import { restore } from './tests/restore.ts';
import { secondFactor } from './tests/second-factor.ts';
import { slowClients } from './tests/slow-clients.ts';
import { soak } from './tests/soak.ts';
import { startChecks } from './tests/start-checks.ts';
import { tokens } from './tests/tokens.ts';
import { upgradeWithRecords } from './tests/upgrade.ts';
import { waiting } from './tests/waiting.ts';
import { webhooks } from './tests/webhooks.ts';

/** Every proof, in the order in which they run. */
export const proofs: readonly Proof[] = [
  model,
  race,
  waiting,
  idempotency,
  orders,
  kill,
  tokens,
  access,
  launch,
  rate,
  secondFactor,
  clock,
  equalReads,
  fuzz,
  startChecks,
  databaseFaults,
  failover,
  ioErrors,
  diskFull,
  power,
  backup,
  restore,
  migrations,
  upgradeWithRecords,
  outbox,
  webhooks,
  drain,
  slowClients,
  nonReaders,
  soak,
];

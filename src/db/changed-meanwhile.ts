/** What was read before a lock was had is no longer so: PostgreSQL would say the same, and the transaction is repeated. */
export class ChangedMeanwhile extends Error {
  readonly code = '40001';
}

/** Errors of the system that pass, or that only an operator can mend: nothing that the caller did, and no mistake of the server. */
const SYSTEM =
  /^(ENOSPC|EDQUOT|EROFS|EIO|EMFILE|ENFILE|ENOBUFS|ENOMEM|EAGAIN|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/;
/** Primary result codes of SQLite: BUSY, LOCKED, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, NOTADB. */
const SQLITE = new Set([5, 6, 8, 10, 11, 13, 14, 26]);
const MAX_CAUSES = 5;

/** True where what the server stands on is away, full or closed. Libraries wrap errors, so causes are looked at too. */
export function isPassing(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > MAX_CAUSES) return false;
  const { code, errcode, message, cause } = error as Partial<Record<'code' | 'errcode' | 'message' | 'cause', unknown>>;
  if (typeof code === 'string' && SYSTEM.test(code)) return true;
  if (code === 'ERR_SQLITE_ERROR' && typeof errcode === 'number' && SQLITE.has(errcode & 0xff)) return true;
  if (code === 'ERR_INVALID_STATE' && /not open|finalized/.test(String(message))) return true; // a server that has stopped
  return isPassing(cause, depth + 1);
}

/** SQLite's extended result code, and PostgreSQL's SQLSTATE, of a reference to a row that is not there. */
const GONE = { sqlite: 787, postgres: '23503' };

/**
 * True where a row that the request builds on was deleted between its check and its write: an account while its owner
 * signs in. Nothing was changed, and who asks again is told what is so now.
 */
export function isGone(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > MAX_CAUSES) return false;
  const { code, errcode, cause } = error as Partial<Record<'code' | 'errcode' | 'cause', unknown>>;
  if (code === GONE.postgres || (code === 'ERR_SQLITE_ERROR' && errcode === GONE.sqlite)) return true;
  return isGone(cause, depth + 1);
}

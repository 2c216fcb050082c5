/** A cursor of the event feed: opaque to callers. It names its owner, so that another's is noticed. */
export const writeCursor = (owner: number, position: number): string =>
  Buffer.from(`1.${owner}.${position}`).toString('base64url');

/** The position that a cursor of `owner` stands for, or null where it is none of theirs. */
export function parseCursor(text: string, owner: number): number | null {
  const [, whose, position] =
    /^1\.(\d{1,16})\.(\d{1,16})$/.exec(Buffer.from(text, 'base64url').toString('latin1')) ?? [];
  const value = Number(position);
  return Number(whose) === owner && Number.isSafeInteger(value) && writeCursor(owner, value) === text ? value : null;
}

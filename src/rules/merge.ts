/** A license that is not ended, of one of two students who are to be one. Times in seconds. */
export interface MergeFacts {
  id: number;
  courseId: number;
  transferable: boolean;
  start: number;
  end: number;
}

/** Two licenses of a course that one student cannot hold beside each other. */
const collide = (one: MergeFacts, other: MergeFacts, now: number): boolean =>
  one.courseId === other.courseId &&
  ((one.start <= now && other.start <= now) || (one.start < other.end && other.start < one.end));

/** Which of two goes: the one that can be given up; of two that can, the one that ends first, else the one that comes. */
function loserOf(coming: MergeFacts, staying: MergeFacts): MergeFacts | null {
  if (!coming.transferable && !staying.transferable) return null;
  if (coming.transferable !== staying.transferable) return coming.transferable ? coming : staying;
  return coming.end <= staying.end ? coming : staying;
}

/**
 * Decides which licenses end where one student takes over those of another; `kept` tells for each the one that makes
 * it needless. Refused where both hold a course by untransferable licenses.
 */
export function decideMerge(
  coming: readonly MergeFacts[],
  staying: readonly MergeFacts[],
  now: number,
): { refused: 'cannot_merge'; courseId: number } | { refused: null; ends: Map<number, number> } {
  const ends = new Map<number, number>();
  for (const one of coming) {
    for (const other of staying) {
      if (ends.has(one.id) || ends.has(other.id) || !collide(one, other, now)) continue;
      const loser = loserOf(one, other);
      if (!loser) return { refused: 'cannot_merge', courseId: one.courseId };
      ends.set(loser.id, loser === one ? other.id : one.id);
    }
  }
  return { refused: null, ends };
}

export interface ProgressFacts {
  percent: number;
  completed: number | null;
  lastAccess: number | null;
  reportedAt: number;
}

const earlier = (a: number | null, b: number | null) => (a === null || b === null ? (a ?? b) : Math.min(a, b));
const later = (a: number | null, b: number | null) => (a === null || b === null ? (a ?? b) : Math.max(a, b));

/** The better of what two made of a course: the first completion, the higher percent, the later access. */
export const betterProgress = (one: ProgressFacts, other: ProgressFacts): ProgressFacts => ({
  percent: Math.max(one.percent, other.percent),
  completed: earlier(one.completed, other.completed),
  lastAccess: later(one.lastAccess, other.lastAccess),
  reportedAt: Math.max(one.reportedAt, other.reportedAt),
});

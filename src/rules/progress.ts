/** What is known of a student in a course. Times in seconds. */
export interface Progress {
  percent: number;
  completed: number | null;
  lastAccess: number | null;
  /** When the newest report was made; 0 before the first. */
  reportedAt: number;
}

/** What a report says; what it leaves out it says nothing of. Times in seconds. */
export interface Report {
  percent?: number | undefined;
  /** When the course was completed; null: it was not, whatever the percent. */
  completed?: number | null | undefined;
  lastAccess?: number | null | undefined;
  /** Null: the course was opened, and nothing is said of how far the student is. */
  reportedAt: number | null;
}

/** Which of two reports of the same second counts: the one that comes later, or the one that is known. */
export type Tie = 'later' | 'known';

export const NO_PROGRESS: Progress = { percent: 0, completed: null, lastAccess: null, reportedAt: 0 };

/** The completion that a report tells of: who is at 100 has completed, unless the report says otherwise. */
function completionIn({ percent, completed, reportedAt }: Report): number | null {
  if (completed !== undefined) return completed;
  return percent === 100 ? reportedAt : null;
}

const earlier = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.min(one, other);

/** Nothing is known to have happened after `now`, by whatever clock it was reported. */
function upToNow(report: Report, now: number): Report {
  const cut = <T extends number | null | undefined>(at: T) => (typeof at === 'number' ? Math.min(at, now) : at) as T;
  return {
    ...report,
    completed: cut(report.completed),
    lastAccess: cut(report.lastAccess),
    reportedAt: cut(report.reportedAt),
  };
}

/**
 * What is known after a report. The newest report counts, in all that it says; a completion keeps its first date, also
 * where that was told by an older report that comes late.
 */
export function takeReport(
  known: Progress,
  given: Report,
  now: number,
  tie: Tie = 'later',
): { progress: Progress; older: boolean } {
  const report = upToNow(given, now);
  const { reportedAt } = report;
  if (reportedAt === null) {
    const lastAccess = Math.max(known.lastAccess ?? 0, report.lastAccess ?? now);
    return { progress: { ...known, lastAccess }, older: false };
  }
  const completion = completionIn(report);
  const older =
    tie === 'later' ? reportedAt < known.reportedAt : known.reportedAt > 0 && reportedAt <= known.reportedAt;
  if (older) return { progress: { ...known, completed: earlier(known.completed, completion) }, older };
  const percent = report.percent ?? (report.completed == null ? known.percent : 100);
  const progress = {
    percent,
    completed: known.completed ?? completion,
    lastAccess: report.lastAccess ?? known.lastAccess,
    reportedAt,
  };
  return { progress, older };
}

export const sameProgress = (one: Progress, other: Progress): boolean =>
  one.percent === other.percent && one.completed === other.completed && one.lastAccess === other.lastAccess;

/** How often the event loop is asked to be on time. */
const EVERY_MS = 20;

/** How late the event loop was: in all, and of that what this thread computed, the rest being waits for disk or processor. */
export interface Lateness {
  lateMs: number;
  busyMs: number;
}

/** Watches whether the event loop comes round in time; whatever it does at one go makes everybody wait. Returns the end of it. */
export function watchEventLoop(tell: (lateness: Lateness) => void): () => void {
  let last = performance.now();
  let cpu = process.threadCpuUsage();
  const watching = setInterval(() => {
    const now = performance.now();
    const used = process.threadCpuUsage(cpu);
    const lateMs = Math.max(0, now - last - EVERY_MS);
    tell({ lateMs, busyMs: Math.min(lateMs, (used.user + used.system) / 1000) });
    last = now;
    cpu = process.threadCpuUsage();
  }, EVERY_MS).unref();
  return () => clearInterval(watching);
}

import { base } from './base.ts';
import { notePresent } from './drafts.ts';

/** How long the session lasts, in seconds. */
export interface SessionTerms {
  /** Without a request, at least. */
  idleSeconds: number;
  /** Until it ends in any case. */
  leftSeconds: number;
}

export type SessionNews = 'answered' | 'signed-in' | 'signed-out';

interface Presence {
  /** The session is over, and what was seen is still there. */
  lost: boolean;
  /** When it ends unless something is asked of the server, in milliseconds of this clock; null while unknown. */
  endsAt: number | null;
  /** True where no request can put that off. */
  final: boolean;
}

const channel = 'BroadcastChannel' in window ? new BroadcastChannel(`carrel-session${base}`) : null;
/** Other tabs are told of requests at most once in this time. */
const TOLD_EVERY_MS = 5000;

let presence: Presence = { lost: false, endsAt: null, final: false };
let terms: { idleMs: number; lastEnd: number } | null = null;
let answeredAt = 0;
let toldAt = 0;
const watchers = new Set<() => void>();

function become(next: Partial<Presence>): void {
  const changed = { ...presence, ...next };
  if (JSON.stringify(changed) === JSON.stringify(presence)) return;
  presence = changed;
  for (const watch of watchers) watch();
}

function reckon(): void {
  if (!terms) {
    become({ endsAt: null, final: false });
    return;
  }
  const idleEnd = answeredAt + terms.idleMs;
  become({ endsAt: Math.min(idleEnd, terms.lastEnd), final: terms.lastEnd <= idleEnd });
}

function answered(at: number): void {
  answeredAt = Math.max(answeredAt, at);
  reckon();
}

/** Notes that the server answered a person who is signed in: the session was renewed, for all tabs of the browser. */
export function noteAnswer(): void {
  if (!terms || presence.lost) return;
  const at = Date.now();
  answered(at);
  if (at - toldAt < TOLD_EVERY_MS) return;
  toldAt = at;
  channel?.postMessage('answered' satisfies SessionNews);
}

/** Notes how long the session of the person lasts; null where nobody is signed in. */
export function noteTerms(given: SessionTerms | null): void {
  const at = Date.now();
  terms = given && { idleMs: given.idleSeconds * 1000, lastEnd: at + given.leftSeconds * 1000 };
  become({ lost: false });
  if (given) notePresent();
  if (given) answered(at);
  else reckon();
}

/** Notes that the session is over. */
export const noteLoss = (): void => become({ lost: true });

/** Tells the other tabs of this browser. */
export const tellTabs = (news: SessionNews): void => channel?.postMessage(news);

/** What other tabs tell; gives back what ends it. */
export function listenToTabs(hear: (news: SessionNews) => void): () => void {
  const listen = ({ data }: MessageEvent<SessionNews>) => {
    if (data === 'answered') answered(Date.now());
    else hear(data);
  };
  channel?.addEventListener('message', listen);
  return () => channel?.removeEventListener('message', listen);
}

/** For `useSyncExternalStore`. */
export const presenceStore = {
  subscribe(watch: () => void): () => void {
    watchers.add(watch);
    return () => watchers.delete(watch);
  },
  get: (): Presence => presence,
};

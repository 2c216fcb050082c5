/** What belongs to what: a charge to its payment, that to its invoice, that to its subscription. */
export interface Link {
  key: string;
  parent: string | null;
  /** What was paid, in the smallest unit of the currency. */
  amount?: number | null;
}

/** A line of a purchase. Times in seconds. */
export interface ToldLine {
  line: string;
  basis: 'line' | 'metadata' | 'none';
  /** What it is looked up by, the first first. */
  products: string[];
  units: number;
  /** How many it was before: null where the shop did not say, the same where nothing changed. */
  before: number | null;
  /** The period that is paid; null where it is for good, or not paid. */
  from: number | null;
  until: number | null;
}

/** A refund. Its id is that of what was paid where `amount` is all that was ever refunded of it. */
export interface Refund {
  id: string;
  key: string;
  amount: number;
  complete: boolean;
  /** True where nothing was refunded, or it failed after all. */
  undone: boolean;
}

/** What one event of a shop tells, in words that all shops share. */
export interface Told {
  /** Of which purchase; null where only its links lead to one. */
  reference: string | null;
  links: Link[];
  /** Two names of one purchase. */
  alias: readonly [string, string] | null;
  customer: string | null;
  email: string | null;
  name: string | null;
  paid: boolean;
  /** True where only the periods of lines that are known count. */
  extends: boolean;
  lines: ToldLine[];
  /** As of when the subscription is over. */
  endsAt: number | null;
  refund: Refund | null;
  /** True where the event is about the customer. */
  person: boolean;
}

/** An event as a shop sent it. */
export interface ShopEvent {
  /** Equal ones are one event. */
  id: string;
  kind: string;
  /** When it happened, in seconds. */
  at: number;
  /** Words of a higher rank count more than those of a lower, whenever they came. */
  rank?: number;
  told: Told | Ignored;
}

/** Nothing follows from the event, and why. */
export interface Ignored {
  ignored: 'unknown_event' | 'unreadable' | 'not_paid' | 'proration' | 'no_lines' | 'partly_shown' | 'not_approved';
}

export const ignored = (why: Ignored['ignored']): Ignored => ({ ignored: why });

export const told = (facts: Partial<Told>): Told => ({
  ...{ reference: null, links: [], alias: null, customer: null, email: null, name: null },
  ...{ paid: false, extends: false, lines: [], endsAt: null, refund: null, person: false },
  ...facts,
});

/** By which the newest of several words is known, whatever comes first. */
export const versionOf = ({ at, id, rank = 0 }: Pick<ShopEvent, 'at' | 'id' | 'rank'>): string =>
  `${rank} ${String(at).padStart(12, '0')} ${id}`;

/** The same of a refund: of two words of one second what gives back more counts, as money is seldom taken again. */
export const refundVersionOf = (event: ShopEvent, { complete, amount }: Refund): string =>
  versionOf({ ...event, id: `${complete ? 1 : 0} ${String(amount).padStart(16, '0')} ${event.id}` });

/** Lines of one product are one line. */
export function joined(lines: ToldLine[]): ToldLine[] {
  const found = new Map<string, ToldLine>();
  for (const line of lines) {
    const same = found.get(line.line);
    if (!same) found.set(line.line, line);
    else {
      const before = same.before === null || line.before === null ? null : same.before + line.before;
      const until = Math.max(same.until ?? 0, line.until ?? 0) || null;
      found.set(line.line, { ...same, units: same.units + line.units, before, until });
    }
  }
  return [...found.values()];
}

import { Type } from 'typebox';
import type { Queries } from '../db/database.ts';
import { ref } from '../http/schema.ts';
import { toLicenseView } from '../license/schema.ts';
import { LicenseRequest, toRequestView } from '../request/schema.ts';
import { placedOne } from '../waiting/list.ts';
import { toEntryView, WaitingEntry } from '../waiting/schema.ts';
import type { Enrolled as Facts } from './enroll.ts';

/** What is answered where no license was given at once. */
export const Enrolled = Type.Union([ref(WaitingEntry), ref(LicenseRequest)]);

/** The status and the body that tell what came of enrolling. */
export async function toEnrolled(db: Queries, { license, waits, asks }: Facts, now: number) {
  if (license) return { status: 200, body: toLicenseView(license, now) } as const;
  if (asks) return { status: 202, body: toRequestView(asks) } as const;
  return { status: 202, body: toEntryView(await placedOne(db, waits as NonNullable<typeof waits>, now)) } as const;
}

import { queryOptions } from '@tanstack/react-query';
import { getList, send } from '../api/app.ts';
import type { MyLicense } from '../api/types.ts';

export const myQuery = queryOptions({ queryKey: ['my'], queryFn: () => getList('/api/app/my/licenses', {}) });

export const launch = (licenseId: number) =>
  send('post', '/api/app/my/licenses/{id}/launch', { path: { id: licenseId }, body: {} });

/** What was opened last comes first; what was never opened follows, the newest license first. */
export const byLastOpened = (a: MyLicense, b: MyLicense): number =>
  Date.parse(b.lastAccess ?? '') - Date.parse(a.lastAccess ?? '') ||
  Number(b.lastAccess !== null) - Number(a.lastAccess !== null) ||
  b.licenseId - a.licenseId;

/** Where the course of a license opens that the person holds and can open from here; null where there is none. */
export async function courseAddress(courseId: string): Promise<string | null> {
  const { items } = await getList('/api/app/my/licenses', {});
  const license = items.find((held) => held.courseId === courseId && held.launchable);
  return license ? (await launch(license.licenseId)).url : null;
}

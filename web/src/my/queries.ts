import { queryOptions } from '@tanstack/react-query';
import { get, getList, send } from '../api/app.ts';
import type { MyLicense } from '../api/types.ts';

export const myQuery = queryOptions({ queryKey: ['my'], queryFn: () => getList('/api/app/my/licenses', {}) });

export const libraryQuery = queryOptions({
  queryKey: ['my', 'library'],
  queryFn: () => get('/api/app/my/library', {}),
});

export const launch = (licenseId: number) =>
  send('post', '/api/app/my/licenses/{id}/launch', { path: { id: licenseId }, body: {} });

export const extendLicense = (licenseId: number) =>
  send('post', '/api/app/my/licenses/{id}/extend', { path: { id: licenseId }, body: {} });

export const borrow = ({ linkId, message }: { linkId: string; message?: string }) =>
  send('post', '/api/app/my/library/{linkId}/borrow', {
    path: { linkId: Number(linkId) },
    body: { message: message?.trim() || undefined },
  });

export const acceptOffer = (id: string) =>
  send('post', '/api/app/my/waiting/{id}/accept', { path: { id: Number(id) }, body: {} });

export const leaveList = (id: string) =>
  send('post', '/api/app/my/waiting/{id}/leave', { path: { id: Number(id) }, body: {} });

export const withdrawRequest = (id: string) =>
  send('post', '/api/app/my/requests/{id}/withdraw', { path: { id: Number(id) }, body: {} });

/** What came of borrowing, or of enrolling by a link: a license, a place on the waiting list, or a request. */
export const cameTo = (answer: object): 'taken' | 'waiting' | 'requested' => {
  if ('position' in answer) return 'waiting';
  return 'decidedBy' in answer ? 'requested' : 'taken';
};

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

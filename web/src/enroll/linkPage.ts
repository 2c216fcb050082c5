import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/http.ts';
import type { DateTime, Validity } from '../api/types.ts';

/** What the page of a link tells of it. */
export interface LinkPage {
  course: { title: string };
  manager: { name: string };
  transferable: boolean;
  validity: Validity | null;
  poolStart: DateTime;
  poolEnd: DateTime;
  /** When a license ends that is taken now. */
  end: DateTime;
  state: 'open' | 'full' | 'paused' | 'future' | 'ended' | 'closed';
  /** Those that its licenses may go to; null: any. */
  domains: string[] | null;
  /** Null where nobody is signed in. */
  visitor: {
    /** The license of the course that they have. */
    held: { courseId: string; manager: string; end: DateTime } | null;
    refusal: 'domain_not_allowed' | 'mailbox_enrolled' | null;
  } | null;
}

export const linkPath = (code: string, rest = '') => `/api/app/links/${encodeURIComponent(code)}${rest}`;

export const linkPageQuery = (code: string, visitor: string | undefined) =>
  queryOptions({
    queryKey: ['enroll', code, visitor],
    queryFn: ({ signal }) => request<LinkPage>(linkPath(code), { signal }),
    retry: false,
  });

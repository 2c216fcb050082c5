import { queryOptions } from '@tanstack/react-query';
import { get } from '../api/app.ts';

export const linkPageQuery = (code: string, visitor: string | undefined) =>
  queryOptions({
    queryKey: ['enroll', code, visitor],
    queryFn: ({ signal }) => get('/api/app/links/{code}', { path: { code }, signal }),
    retry: false,
  });

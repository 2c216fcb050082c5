import { statusAt } from '../ui/StatusFilter.tsx';
import type { Search } from '../ui/search.ts';

/** The parameters by which students are narrowed, besides words and status. */
export const filterNames = ['courseId', 'poolId', 'linkId', 'progress', 'opened', 'endsWithin'] as const;

export type StudentFilters = {
  search?: string | undefined;
  status: string;
} & Partial<Record<(typeof filterNames)[number], string>>;

/** Who is meant at an address. */
export function filtersAt(at: Search): StudentFilters {
  const set = filterNames.flatMap((name) => (at[name] ? [[name, at[name]]] : []));
  return { search: at.search, status: statusAt(at), ...Object.fromEntries(set) };
}

export const isFiltered = (at: Search): boolean => filterNames.some((name) => at[name]);

/** An address without filters. */
export const noFilters: Search = {
  ...Object.fromEntries(filterNames.map((name) => [name, undefined])),
  page: undefined,
};

/** False of the name that stands for none. */
export const isNamed = ({ name }: { name: string }): boolean => name !== 'Student' && name !== '';

/** Who has no name of their own is called by the address. */
export const nameOf = ({ name, email }: { name: string; email: string }): string => (isNamed({ name }) ? name : email);

export const personPath = (managerId: number, studentId: number): string => `/m/${managerId}/users/${studentId}`;

/** Where those are listed who hold something. */
export const holdersPath = (managerId: number): string => `/m/${managerId}/users`;

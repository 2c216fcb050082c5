import { type Static, Type } from 'typebox';
import { invalid } from '../errors.ts';
import { parseWhole } from '../http/validate.ts';
import { progresses, type StudentFilter, statuses } from './match.ts';

/** How many students can be named one by one. */
export const MAX_NAMED = 100;

const Id = (description: string) => Type.Optional(Type.Integer({ minimum: 1, description }));

/** Which students are meant. What is asked of a license is asked of one and the same. */
export const FilterQuery = {
  search: Type.Optional(
    Type.String({
      maxLength: 200,
      default: '',
      description:
        'A part of the name or the address, without regard to case, accents and letters that a keyboard may lack.',
    }),
  ),
  status: Type.Optional(
    Type.Enum([...statuses], {
      type: 'string',
      default: 'active',
      description:
        'Those with an active license, those without, or all who ever held one. With the filters below: an active license that is like them, only others that are, or any that is.',
    }),
  ),
  courseId: Id('With a license of this course. An id that the license manager does not know finds nobody.'),
  poolId: Id('With a license of this pool.'),
  linkId: Id('With a license that came by this link.'),
  progress: Type.Optional(
    Type.Enum([...progresses], {
      type: 'string',
      description: 'With a license whose course is completed, or started (more than 0 percent), or neither.',
    }),
  ),
  opened: Type.Optional(
    Type.Enum(['never'], { type: 'string', description: 'With a license whose course the student never opened.' }),
  ),
  endsWithin: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 36_500,
      description: 'With a license that ends within so many days from now.',
    }),
  ),
  studentIds: Type.Optional(
    Type.String({
      maxLength: 17 * MAX_NAMED,
      description: `Only these students: up to ${MAX_NAMED} ids, separated by commas.`,
    }),
  ),
};

const Query = Type.Object(FilterQuery);

function readIds(text: string): number[] {
  const ids = text.split(',').map(parseWhole);
  if (ids.length <= MAX_NAMED && !ids.includes(null)) return ids as number[];
  throw invalid({ parameter: 'studentIds', detail: `must be 1 to ${MAX_NAMED} ids, separated by commas` });
}

/** The filter that a query asks for. Throws `invalid_request`. */
export function filterOf(managerId: number, query: Static<typeof Query>): StudentFilter {
  const { search: text = '', status = 'active', studentIds, ...rest } = query;
  const { courseId, poolId, linkId, progress, opened, endsWithin } = rest;
  const license = { courseId, poolId, linkId, progress, opened, endsWithin };
  return { managerId, text, status, license, ids: studentIds === undefined ? undefined : readIds(studentIds) };
}

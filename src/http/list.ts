import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Slice } from '../db/page.ts';

export const PageQuery = {
  page: Type.Optional(
    Type.Integer({ minimum: 1, default: 1, description: 'Which page, from 1. A page past the end is empty.' }),
  ),
  pageSize: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 10, description: 'Items per page.' })),
};

export const IncludeInactive = {
  includeInactive: Type.Optional(
    Type.Boolean({ default: false, description: 'Also what has expired or was ended. `true`, `false`, `1` or `0`.' }),
  ),
};

export interface Page {
  page?: number;
  pageSize?: number;
}

export const sliceOf = ({ page = 1, pageSize = 10 }: Page): Slice => ({
  limit: pageSize,
  offset: (page - 1) * pageSize,
});

/**
 * `X-Total-Count`, and the neighbouring pages as links (RFC 8288), relative to the server: with the parameters that the
 * route knows, so that the links are no longer than those may be.
 */
export function describePage(
  request: FastifyRequest,
  reply: FastifyReply,
  total: number,
  { page = 1, pageSize = 10 }: Page,
): void {
  const last = Math.max(1, Math.ceil(total / pageSize));
  const [path = ''] = request.url.split('?', 1);
  const known = request.query as object;
  const parameters = new URLSearchParams(
    [...new URLSearchParams(request.url.slice(path.length))].filter(([name]) => Object.hasOwn(known, name)),
  );
  const link = (rel: string, number: number) => {
    parameters.set('page', String(number));
    parameters.set('pageSize', String(pageSize));
    return `<${request.server.base}${path}?${parameters}>; rel="${rel}"`;
  };
  const links = [link('first', 1)];
  if (page > 1) links.push(link('prev', Math.min(page - 1, last)));
  if (page < last) links.push(link('next', page + 1));
  links.push(link('last', last));
  reply.header('x-total-count', String(total)).header('link', links.join(', '));
}

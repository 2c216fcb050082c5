import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getList, send } from '../api/app.ts';
import type { NewProduct, Resolution } from '../api/types.ts';
import type { PageQuery } from './queries.ts';

const V1 = '/api/app/publisher/v1';
const PRODUCT = `${V1}/products/{source}/{product}` as const;

export const orderStates = ['active', 'parked', 'cancelled'] as const;

export const ordersQuery = (query: PageQuery & { state?: string | undefined }) =>
  queryOptions({
    queryKey: ['publisher', 'orders', query],
    queryFn: ({ signal }) => getList(`${V1}/orders`, { query, signal }),
    placeholderData: keepPreviousData,
  });

export const productsQuery = queryOptions({
  queryKey: ['publisher', 'products'],
  queryFn: ({ signal }) => getList(`${V1}/products`, { query: { pageSize: 200 }, signal }),
});

export const shopDeliveriesQuery = queryOptions({
  queryKey: ['publisher', 'shop-deliveries'],
  queryFn: ({ signal }) => getList(`${V1}/shop-deliveries`, { query: { pageSize: 50 }, signal }),
});

export const resolveOrder = (id: string, body: Resolution) =>
  send('post', `${V1}/orders/{id}/resolve`, { path: { id }, body });
export const cancelOrder = (id: string, mode: 'close' | 'end') =>
  send('post', `${V1}/orders/{id}/cancel`, { path: { id }, body: { mode } });
export const putProduct = (source: string, product: string, body: NewProduct) =>
  send('put', PRODUCT, { path: { source, product }, body });
export const deleteProduct = (source: string, product: string) =>
  send('delete', PRODUCT, { path: { source, product } });
export const retryShopDelivery = (id: string) => send('post', `${V1}/shop-deliveries/{id}/retry`, { path: { id } });

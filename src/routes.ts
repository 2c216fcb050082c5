import type { Route } from './http/operation.ts';
import * as license from './license/routes.ts';

/** The Licensing API: what a license manager may do, the same for API tokens and for members who are signed in. */
export const licensing: readonly Route[] = [
  ['GET', '/v1/licenses', license.listLicenses],
  ['GET', '/v1/pool/:id/licenses', license.listLicensesOfPool],
  ['POST', '/v1/pool/:id/license', license.assignLicense],
  ['GET', '/v1/license/:id', license.getLicense],
  ['PATCH', '/v1/license/:id', license.editLicense],
  ['DELETE', '/v1/license/:id', license.revokeLicense],
];

import * as access from './access/routes.ts';
import * as factor from './account/factor-routes.ts';
import * as account from './account/routes.ts';
import * as session from './account/session-routes.ts';
import { OIDC } from './auth/constants.ts';
import * as certificate from './certificate/routes.ts';
import * as library from './course/library-routes.ts';
import * as course from './course/routes.ts';
import * as event from './event/routes.ts';
import type { Operation, Route } from './http/operation.ts';
import * as launch from './launch/routes.ts';
import * as bulk from './license/bulk-routes.ts';
import * as manyLicenses from './license/many-routes.ts';
import * as license from './license/routes.ts';
import * as waiting from './license/waiting-routes.ts';
import * as linkPage from './link/page-routes.ts';
import * as requests from './link/request-routes.ts';
import * as link from './link/routes.ts';
import * as manager from './manager/routes.ts';
import * as invitation from './member/invitation-routes.ts';
import * as member from './member/routes.ts';
import * as ownLibrary from './my/library-routes.ts';
import * as my from './my/routes.ts';
import * as order from './order/routes.ts';
import * as player from './player/routes.ts';
import * as pool from './pool/routes.ts';
import * as progress from './progress/routes.ts';
import * as soldCourse from './publisher/course-routes.ts';
import * as delivery from './publisher/delivery-routes.ts';
import * as soldManager from './publisher/manager-routes.ts';
import * as overview from './publisher/overview-routes.ts';
import * as soldPool from './publisher/pool-routes.ts';
import * as person from './publisher/student-routes.ts';
import * as roster from './roster/routes.ts';
import * as brand from './settings/brand-routes.ts';
import * as settings from './settings/routes.ts';
import * as shop from './shop/delivery-routes.ts';
import * as studentMail from './student/mail-routes.ts';
import * as manyStudents from './student/many-routes.ts';
import * as student from './student/routes.ts';
import * as search from './student/search-routes.ts';
import * as spreadsheet from './student/spreadsheet-routes.ts';
import * as token from './token/routes.ts';
import * as webhook from './webhook/routes.ts';

/** The Licensing API: what a license manager may do, the same for API tokens and for members who are signed in. */
export const licensing: readonly Route[] = [
  ['GET', '/v1/me', manager.getMe],
  ['GET', '/v1/settings', settings.getSettings],
  ['PATCH', '/v1/settings', settings.changeSettings],
  ['GET', '/v1/courses', course.listCourses],
  ['GET', '/v1/course/:id', course.getCourse],
  ['GET', '/v1/library', library.searchLibrary],
  ['GET', '/v1/pools', pool.listPools],
  ['GET', '/v1/pool/:id', pool.getPool],
  ['GET', '/v1/licenses', license.listLicenses],
  ['GET', '/v1/pool/:id/licenses', license.listLicensesOfPool],
  ['POST', '/v1/pool/:id/license', license.assignLicense],
  ['GET', '/v1/license/:id', license.getLicense],
  ['PATCH', '/v1/license/:id', license.editLicense],
  ['DELETE', '/v1/license/:id', license.revokeLicense],
  ['GET', '/v1/waiting', waiting.listWaiting],
  ['DELETE', '/v1/waiting/:id', waiting.removeWaiting],
  ['POST', '/v1/waiting/:id/accept', waiting.acceptWaiting],
  ['POST', '/v1/pool/:id/bulk/preview', bulk.previewBulkAssign],
  ['POST', '/v1/pool/:id/bulk', bulk.bulkAssign],
  ['POST', '/v1/licenses/revoke', manyLicenses.bulkRevoke],
  ['POST', '/v1/licenses/edit', manyLicenses.bulkEdit],
  ['GET', '/v1/students', student.listStudents],
  ['GET', '/v1/student', student.getStudent],
  ['GET', '/v1/students/search', search.searchStudents],
  ['GET', '/v1/students/:id/courses', search.listCoursesOfStudent],
  ['GET', '/v1/students.csv', search.exportStudents],
  ['GET', '/v1/students/courses', manyStudents.listHoldings],
  ['PATCH', '/v1/student/:id', manyStudents.renameStudent],
  ['POST', '/v1/students/remind', manyStudents.remindStudents],
  ['GET', '/v1/student/:id/mails', studentMail.listMailsOfStudent],
  ['POST', '/v1/student/:id/mails/:mailId/retry', studentMail.retryMailOfStudent],
  ['GET', '/v1/links', link.listLinks],
  ['POST', '/v1/links', link.createLink],
  ['PATCH', '/v1/links/:id', link.changeLink],
  ['DELETE', '/v1/links/:id', link.deleteLink],
  ['GET', '/v1/requests', requests.listRequests],
  ['POST', '/v1/requests/:id/approve', requests.approveRequest],
  ['POST', '/v1/requests/:id/decline', requests.declineRequest],
  ['GET', '/v1/events/feed', event.readEventFeed],
  ['GET', '/v1/events', event.listEvents],
  ['GET', '/v1/webhooks', webhook.listWebhooks],
  ['POST', '/v1/webhooks', webhook.createWebhook],
  ['GET', '/v1/webhooks/:id', webhook.getWebhook],
  ['PATCH', '/v1/webhooks/:id', webhook.editWebhook],
  ['DELETE', '/v1/webhooks/:id', webhook.deleteWebhook],
  ['POST', '/v1/webhooks/:id/rotate', webhook.rotateWebhookSecret],
  ['GET', '/v1/webhooks/:id/deliveries', webhook.listWebhookDeliveries],
  ['POST', '/v1/webhooks/:id/test', webhook.testWebhook],
  ['POST', '/v1/webhooks/:id/deliveries/:deliveryId/resend', webhook.resendWebhookDelivery],
  ['POST', '/v1/webhooks/:id/replay', webhook.replayWebhook],
  ['GET', '/v1/roster/:id', roster.getRoster],
  ['PUT', '/v1/roster', roster.planRoster],
  ['POST', '/v1/roster/:id/apply', roster.applyRoster],
];

/** What members who are signed in do besides. */
export const members: readonly Route[] = [
  ['GET', '/v1/members', member.listMembers],
  ['POST', '/v1/members', member.inviteMember],
  ['POST', '/v1/members/:id/invitation', member.inviteAgain],
  ['PATCH', '/v1/members/:id', member.changeRole],
  ['DELETE', '/v1/members/:id', member.removeMember],
  ['GET', '/v1/tokens', token.listTokens],
  ['POST', '/v1/tokens', token.createToken],
  ['DELETE', '/v1/tokens/:id', token.deleteToken],
  ['GET', '/v1/students/spreadsheet.csv', spreadsheet.exportSpreadsheet],
];

/** What the web app asks for anybody, signed in or not. */
export const visitors: readonly Route[] = [
  ['GET', '/session', session.getSession],
  ['GET', '/logo/:hash', brand.showLogo],
  ['POST', '/setup', session.setUpServer],
  ['GET', '/invitation/:code', invitation.showInvitation],
  ['POST', '/invitation/:code', invitation.acceptInvitation],
  ['GET', '/links/:code', linkPage.showLink],
  ['POST', '/links/:code/request', linkPage.requestEnrollment],
  ['POST', '/links/:code/enroll', linkPage.enrollByLink],
];

/** A student's own licenses, name and preferences. */
export const own: readonly Route[] = [
  ['GET', '/licenses', my.listOwnLicenses],
  ['GET', '/name', my.getOwnName],
  ['POST', '/licenses/:id/return', my.returnOwnLicense],
  ['POST', '/licenses/:id/extend', ownLibrary.extendOwnLicense],
  ['GET', '/library', ownLibrary.getLibrary],
  ['POST', '/library/:linkId/borrow', ownLibrary.borrowFromLibrary],
  ['POST', '/waiting/:id/accept', ownLibrary.acceptOwnOffer],
  ['POST', '/waiting/:id/leave', ownLibrary.leaveWaitingList],
  ['POST', '/requests/:id/withdraw', ownLibrary.withdrawRequest],
  ['POST', '/licenses/:id/launch', launch.launchOwnLicense],
  ['GET', '/preferences', my.getOwnPreferences],
  ['PATCH', '/preferences', my.changeOwnPreferences],
];

/** The part of Better Auth that the web app needs, under its own names; nothing else of it can be reached. */
export const authentication: readonly Route[] = [
  ['POST', '/sign-in/email', account.signIn],
  ['POST', '/sign-in/magic-link', account.mailSignInLink],
  ['POST', '/sign-in/oauth2', account.signInByProvider],
  ['POST', '/sign-out', account.signOut],
  ['POST', '/request-password-reset', account.mailPasswordReset],
  ['POST', '/reset-password', account.resetPassword],
  ['POST', '/change-password', account.changePassword],
  ['POST', '/update-user', account.changeName],
  ['GET', '/magic-link', account.showSignInLink],
  ['POST', '/magic-link/verify', account.openSignInLink],
  ['GET', `/callback/${OIDC}`, account.returnFromProvider],
  ['POST', '/magic-link/renew', account.renewSignInLink],
  ['GET', '/list-sessions', account.listOwnSessions],
  ['POST', '/revoke-session', account.revokeSession],
  ['POST', '/revoke-other-sessions', account.revokeOtherSessions],
  ['POST', '/two-factor/verify-totp', factor.verifyTotp],
  ['POST', '/two-factor/verify-backup-code', factor.verifyBackupCode],
  ['POST', '/mail-proof', factor.mailOwnProof],
  ['POST', '/set-password', factor.setPassword],
  ['POST', '/two-factor/enable', factor.enableFactor],
  ['POST', '/two-factor/disable', factor.disableFactor],
  ['POST', '/two-factor/generate-backup-codes', factor.renewBackupCodes],
  ['GET', '/methods', factor.showMethods],
  ['GET', '/history', factor.showHistory],
  ['GET', '/trusted-devices', factor.listTrustedDevices],
  ['POST', '/trusted-devices/remove', factor.removeTrustedDevice],
];

/** The Publisher API: what the publisher sells, and to whom; the same for its API tokens and for its staff who are signed in. */
export const publishing: readonly Route[] = [
  ['GET', '/v1/managers', soldManager.listManagers],
  ['POST', '/v1/managers', soldManager.addManager],
  ['GET', '/v1/managers/:id', soldManager.getManager],
  ['PATCH', '/v1/managers/:id', soldManager.editManager],
  ['POST', '/v1/managers/:id/invite', soldManager.inviteMember],
  ['GET', '/v1/courses', soldCourse.listCourses],
  ['POST', '/v1/courses', soldCourse.addCourse],
  ['GET', '/v1/courses/:id', soldCourse.getCourse],
  ['PATCH', '/v1/courses/:id', soldCourse.editCourse],
  ['PUT', '/v1/courses/:id/cover', soldCourse.putCover],
  ['GET', '/v1/pools', soldPool.listPools],
  ['POST', '/v1/pools', soldPool.sellPool],
  ['GET', '/v1/pools/:id', soldPool.getPool],
  ['PATCH', '/v1/pools/:id', soldPool.editPool],
  ['POST', '/v1/pools/:id/renew', soldPool.renew],
  ['GET', '/v1/deliveries', delivery.listAllDeliveries],
  ['POST', '/v1/deliveries/:id/retry', delivery.retryOneDelivery],
  ['GET', '/v1/events', event.listAllEvents],
  ['GET', '/v1/events/feed', event.readWholeFeed],
  ['GET', '/v1/webhooks', webhook.listWebhooks],
  ['POST', '/v1/webhooks', webhook.createWebhook],
  ['GET', '/v1/webhooks/:id', webhook.getWebhook],
  ['PATCH', '/v1/webhooks/:id', webhook.editWebhook],
  ['DELETE', '/v1/webhooks/:id', webhook.deleteWebhook],
  ['POST', '/v1/webhooks/:id/rotate', webhook.rotateWebhookSecret],
  ['GET', '/v1/webhooks/:id/deliveries', webhook.listWebhookDeliveries],
  ['POST', '/v1/webhooks/:id/test', webhook.testWebhook],
  ['POST', '/v1/webhooks/:id/deliveries/:deliveryId/resend', webhook.resendWebhookDelivery],
  ['POST', '/v1/webhooks/:id/replay', webhook.replayWebhook],
  ['GET', '/v1/access', access.getAccess],
  ['POST', '/v1/access', access.checkAccess],
  ['POST', '/v1/progress', progress.reportProgress],
  ['POST', '/v1/students/:id/launch', launch.launchCourse],
  ['POST', '/v1/courses/:id/try', launch.launchTrial],
  ['GET', '/v1/launches/failed', launch.listLaunchFailures],
  ['GET', '/v1/certificates', certificate.listAllCertificates],
  ['GET', '/v1/certificates/:id', certificate.getOneCertificate],
  ['POST', '/v1/certificates/:id/revoke', certificate.revokeOneCertificate],
  ['GET', '/v1/orders', order.listOrders],
  ['POST', '/v1/orders', order.placeOrder],
  ['GET', '/v1/orders/:id', order.getOrder],
  ['POST', '/v1/orders/:id/resolve', order.resolve],
  ['POST', '/v1/orders/:id/cancel', order.cancel],
  ['GET', '/v1/products', order.listProducts],
  ['GET', '/v1/products/:source/:product', order.getProduct],
  ['PUT', '/v1/products/:source/:product', order.putProduct],
  ['DELETE', '/v1/products/:source/:product', order.deleteProduct],
  ['GET', '/v1/shop-deliveries', shop.listShopDeliveries],
  ['GET', '/v1/shop-deliveries/:id', shop.getShopDelivery],
  ['POST', '/v1/shop-deliveries/:id/retry', shop.retryShopDelivery],
  ['GET', '/v1/students', person.listStudents],
  ['GET', '/v1/students/:id', person.getStudent],
  ['PATCH', '/v1/students/:id', person.changeStudent],
  ['DELETE', '/v1/students/:id', person.eraseStudent],
  ['POST', '/v1/students/:id/merge', person.mergeStudent],
  ['GET', '/v1/students/:id/export', person.exportPersonOf],
];

/** A change that only the owners among the publisher's staff make. */
const byOwners = (open: Operation): Operation => ({ ...open, config: { ...open.config, ownersOnly: true } });

/** What the publisher's staff do besides. */
export const staff: readonly Route[] = [
  ['GET', '/v1/tokens', token.listTokens],
  ['POST', '/v1/tokens', byOwners(token.createToken)],
  ['DELETE', '/v1/tokens/:id', byOwners(token.deleteToken)],
  ['GET', '/overview', overview.getOverview],
  ['GET', '/settings', brand.getBrandSettings],
  ['PATCH', '/settings', brand.changeBrandSettings],
  ['PUT', '/settings/logo', brand.putLogo],
  ['DELETE', '/settings/logo', brand.deleteLogo],
  ['GET', '/settings/texts', brand.listMailTexts],
  ['PUT', '/settings/texts/:kind/:language', brand.putMailText],
  ['DELETE', '/settings/texts/:kind/:language', brand.deleteMailText],
  ['POST', '/settings/preview', brand.previewMailText],
];

/** What the player of a course asks, with the token that the course was opened with. */
export const playing: readonly Route[] = [
  ['GET', '/v1/access', player.getPlayerAccess],
  ['POST', '/v1/progress', player.reportPlayerProgress],
];
/** Pictures of courses, for anybody. */
export const covers: readonly Route[] = [['GET', '/:name', soldCourse.showCover]];

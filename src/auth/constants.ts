/** A session ends after half an hour without a request, and twelve hours after the sign-in at the latest. */
export const IDLE_SECONDS = 30 * 60;
export const LONGEST_SECONDS = 12 * 60 * 60;

/** The header in which Better Auth is told the client's address. */
export const ADDRESS_HEADER = 'x-carrel-address';
/** The header in which the pages tell the time zone of the browser when they sign somebody in. */
export const ZONE_HEADER = 'x-time-zone';
/** The name under which the identity provider is known. */
export const OIDC = 'oidc';
/** The header in which Better Auth's answer names the person for whom a session was opened. It stays in the server. */
export const PERSON_HEADER = 'x-carrel-person';
/** The header in which it says that the browser is to be trusted. It stays in the server too. */
export const TRUST_HEADER = 'x-carrel-trust';

/** Settings that are wrong; a line of the message for each names it and says what to do. Never tells a secret. */
export class SettingError extends Error {}

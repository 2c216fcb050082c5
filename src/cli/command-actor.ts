import type { Actor } from '../outbox/event.ts';

/** How history names what was done on the command line. */
export const commandActor = (command: string): Actor => ({ kind: 'command', id: null, label: `carrel ${command}` });

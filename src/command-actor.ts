import type { Actor } from './event/record.ts';

/** How history names what was done on the command line. */
export const commandActor = (command: string): Actor => ({ kind: 'command', id: null, label: `carrel ${command}` });

import type { Actor } from './event/record.ts';

/** How people are named to others: by their name, or by their address where they gave none. */
export const labelOf = ({ name, email }: { name: string; email: string }): string => name || email;

/** A person, as history names them. */
export const personActor = (person: { id: string; name: string; email: string }) =>
  ({ kind: 'person', id: person.id, label: labelOf(person) }) as const satisfies Actor;

/** A link, by its number, because its code is a secret. */
export const linkActor = ({ id }: { id: number }): Actor => ({ kind: 'link', id: String(id), label: `Link ${id}` });

/** What was done on the command line. */
export const commandActor = (command: string): Actor => ({ kind: 'command', id: null, label: `carrel ${command}` });

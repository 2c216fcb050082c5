import { ApiError, type components } from 'carrel-client';
import type { Session } from './session.ts';
import { allOf } from './walk.ts';

export type Student = components['schemas']['Student'];

/** Up to so many people are asked for one by one; for more the whole list is walked. */
const ONE_BY_ONE = 20;

export const keyOf = (email: string): string => email.trim().toLowerCase();

/** One student with the active courses; null where the manager has none of that address. */
export async function studentOf({ client }: Session, email: string): Promise<Student | null> {
  try {
    const { data } = await client.GET('/api/licensing/v1/student', { params: { query: { email } } });
    return data ?? null;
  } catch (error) {
    if (error instanceof ApiError && [400, 404].includes(error.status)) return null;
    throw error;
  }
}

/** The students of these addresses who hold a license now, by address. */
export async function holdersOf(session: Session, emails: readonly string[]): Promise<Map<string, Student>> {
  const keys = new Set(emails.map(keyOf));
  const students: Student[] = [];
  if (keys.size > ONE_BY_ONE) students.push(...(await allOf(session, '/api/licensing/v1/students')));
  else
    for (const email of keys) {
      const student = await studentOf(session, email);
      if (student) students.push(student);
    }
  return new Map(
    students.filter(({ email }) => keys.has(keyOf(email))).map((student) => [keyOf(student.email), student]),
  );
}

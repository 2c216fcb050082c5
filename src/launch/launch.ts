import type { Context } from '../context.ts';
import { now } from '../context.ts';
import { prepare } from '../db/prepare.ts';
import { notFound, Refusal } from '../errors.ts';
import type { Actor } from '../event/record.ts';
import { takeProgress } from '../progress/report.ts';
import { noteFailure } from './failures.ts';
import { type Opened, open, type Write } from './open.ts';
import { findOpening, ownLicense } from './opening.ts';

type Launcher = Pick<Context, 'db' | 'keys' | 'clock' | 'config'>;

/** Who was merged is the other one now. */
const studentById = prepare((db, p: { id: number }) =>
  db.selectFrom('student').select(['id', 'merged_into']).where('id', '=', p.id),
);

/** Opens a course for a student, who has then seen it. What fails is kept for the publisher, unless nothing is to be. */
async function launch(
  context: Launcher,
  asked: { studentId: number; courseId: number; keeps: boolean },
  by: Actor,
  write: Write,
): Promise<Opened> {
  const at = now(context);
  try {
    const opened = await open(context, await findOpening(context.db.read, asked, at), { now: at, write });
    await write((tx) => takeProgress(tx, [{ ...asked, lastAccess: at, reportedAt: null }], by, at));
    return opened;
  } catch (error) {
    if (asked.keeps && error instanceof Refusal && error.status === 400)
      await noteFailure(context.db, { ...asked, why: error.code }, at);
    throw error;
  }
}

/** Opens a course in the name of the publisher; throws `not_found`, `no_license` or `not_launchable`. */
export async function launchForStudent(
  context: Launcher,
  asked: { studentId: number; courseId: number; keeps: boolean },
  by: Actor,
  write: Write,
): Promise<Opened> {
  const [student] = await studentById(context.db.read, { id: asked.studentId });
  if (!student) throw notFound();
  return launch(context, { ...asked, studentId: student.merged_into ?? student.id }, by, write);
}

/** Opens the course of a license for the student who holds it; throws `not_found`, `no_license` or `not_launchable`. */
export async function launchOwn(
  context: Launcher,
  asked: { licenseId: number; email: string },
  by: Actor,
  write: Write,
): Promise<Opened> {
  const at = now(context);
  const { refusal, ...place } = await ownLicense(context.db.read, { id: asked.licenseId, email: asked.email }, at);
  if (!refusal) return launch(context, { ...place, keeps: true }, by, write);
  await noteFailure(context.db, { ...place, why: refusal.code }, at);
  throw refusal;
}

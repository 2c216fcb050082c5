import { createHash } from 'node:crypto';
import type { Static } from 'typebox';
import { readName } from '../auth/fields.ts';
import { invalid, Refusal } from '../errors.ts';
import { imageType } from '../rules/image.ts';
import { defaultActivity } from '../xapi/progress.ts';
import type { CourseChanges, CourseTerms, Cover, Launch } from './course.ts';
import type { CourseChangesBody, NewCourseBody } from './course-schema.ts';

export const COVER_LIMIT = 2 * 1024 * 1024;

const SUFFIXES = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/webp': 'webp' } as const;

/** A picture, by its bytes. Throws `unsupported_media_type`. */
export function readCover(courseId: number, given: Buffer | null): Cover {
  const bytes = given ?? Buffer.alloc(0);
  const type = imageType(bytes);
  if (!type) throw new Refusal('unsupported_media_type', { detail: 'Send the bytes of a picture: PNG, JPEG or WebP.' });
  const hash = createHash('sha256').update(`${courseId}\n`).update(bytes).digest('hex').slice(0, 40);
  return { name: `${hash}.${SUFFIXES[type]}`, type, content: bytes.toString('base64') };
}

function readAddress(text: string): string {
  const url = URL.parse(text.trim());
  if (url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '') return url.href;
  throw invalid({ pointer: '/launch/url', detail: 'must be an address that begins with https or http' });
}

/** An IRI; null where it is the default, which follows the address of the server. */
function readActivity(text: string, publicUrl: string, id: number | null): string | null {
  if (id !== null && text === defaultActivity(publicUrl, id)) return null;
  if (text.startsWith(defaultActivity(publicUrl, 0).slice(0, -1)))
    throw invalid({ pointer: '/activityId', detail: 'is kept for another course, which may have no name of its own' });
  if (/^[a-z][a-z\d+.-]*:[^\s<>"{}|\\^`]+$/i.test(text)) return text;
  throw invalid({ pointer: '/activityId', detail: 'must be an IRI, such as https://courses.example/dax' });
}

function readLaunch(launch: NonNullable<Static<typeof CourseChangesBody>['launch']>): Partial<Launch> {
  return {
    ...(launch.method == null ? {} : { method: launch.method }),
    ...(launch.url == null ? {} : { url: readAddress(launch.url) }),
    ...(launch.moveOn == null ? {} : { moveOn: launch.moveOn }),
  };
}

/** What is asked to change of a course; its id, where there is one. Throws `invalid_request`. */
export function readCourseChanges(
  body: Static<typeof CourseChangesBody>,
  publicUrl: string,
  id: number | null,
): CourseChanges {
  const { title, description, kind, months, launch, activityId, certificates, archived } = body;
  return {
    ...(title == null ? {} : { title: readName(title, '/title') }),
    ...(description == null ? {} : { description: description.trim() }),
    ...(kind == null ? {} : { kind }),
    ...(months == null ? {} : { months }),
    ...(launch == null ? {} : { launch: readLaunch(launch) }),
    ...(activityId === undefined
      ? {}
      : { activityId: activityId === null ? null : readActivity(activityId, publicUrl, id) }),
    ...(certificates == null ? {} : { certificates }),
    ...(archived == null ? {} : { archived }),
  };
}

const NOT_OPENED: Launch = { method: 'none', url: null, moveOn: null };

/** A course to be made, with what is not said. Throws `invalid_request`. */
export function readNewCourse(body: Static<typeof NewCourseBody>, publicUrl: string): CourseTerms {
  const { launch, title, ...given } = readCourseChanges(body, publicUrl, null);
  const kind = given.kind ?? 'course';
  return {
    ...{ title: title ?? readName(body.title, '/title'), description: '', kind, activityId: null },
    ...{ months: kind === 'course' ? 36 : 12, certificates: false, archived: false },
    ...given,
    launch: { ...NOT_OPENED, ...launch },
  };
}

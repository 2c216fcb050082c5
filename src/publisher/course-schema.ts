import { type Static, type TSchema, Type } from 'typebox';
import { PageQuery } from '../http/list.ts';
import { IdText, orNull } from '../http/schema.ts';
import { defaultActivity } from '../xapi/progress.ts';
import { moveOns, type SoldCourse } from './course.ts';
import { Search } from './manager-schema.ts';
import { Months } from './pool-schema.ts';

const closed = { additionalProperties: false };
const optional = <T extends TSchema>(schema: T) => Type.Optional(orNull(schema));
const Kind = Type.Enum(['course', 'subscription'], { type: 'string' });
const Method = Type.Enum(['none', 'link', 'token', 'cmi5'], { type: 'string' });
const Title = Type.String({ maxLength: 400 });
const Description = Type.String({ maxLength: 10_000 });
const Address = Type.String({
  minLength: 1,
  maxLength: 2000,
  description: 'An address that begins with https or http.',
});
const Activity = Type.String({
  minLength: 1,
  maxLength: 2000,
  description: 'What xAPI statements call the course: an IRI. By default its address at this server.',
});
const MoveOn = Type.Enum([...moveOns], {
  type: 'string',
  description: 'When cmi5 takes the course for done; by default `Completed`.',
});
const months = {
  ...Months,
  description: 'How long a pool lasts where nothing else is said: by default 36, and 12 for a subscription.',
};

export const CoursesQuery = Type.Object({
  search: Search,
  archived: Type.Optional(Type.Boolean({ description: 'Only those that are archived, or only the others.' })),
  ...PageQuery,
});

export const PublisherCourse = Type.Object(
  {
    id: IdText('the course'),
    title: Type.String(),
    description: Type.String(),
    kind: Kind,
    months: Type.Integer({ description: 'How long a pool of it lasts where nothing else is said.' }),
    cover: orNull(Type.String({ description: 'Where its picture is: an address that needs no session.' })),
    launch: Type.Object({ method: Method, url: orNull(Type.String()), moveOn: orNull(MoveOn) }),
    activityId: Type.String({ description: 'What xAPI statements call it.' }),
    certificates: Type.Boolean({ description: 'Who completes it gets a certificate.' }),
    archived: Type.Boolean({ description: 'True: it is sold no more.' }),
  },
  { $id: 'PublisherCourse', description: 'A course of the publisher.' },
);

const members = {
  description: optional(Description),
  kind: optional(Kind),
  months: optional(months),
  launch: optional(Type.Object({ method: optional(Method), url: optional(Address), moveOn: optional(MoveOn) }, closed)),
  activityId: optional(Activity),
  certificates: optional(Type.Boolean()),
  archived: optional(Type.Boolean()),
};

export const NewCourseBody = Type.Object({ title: Title, ...members }, { $id: 'NewCourse', ...closed });
export const CourseChangesBody = Type.Object(
  { title: optional(Title), ...members },
  { $id: 'CourseChanges', ...closed },
);

export const CoverPath = Type.Object({ name: Type.String({ maxLength: 100 }) });

export const toCourseView = (course: SoldCourse, publicUrl: string): Static<typeof PublisherCourse> => ({
  id: String(course.id),
  title: course.title,
  description: course.description,
  kind: course.kind,
  months: course.months,
  cover: course.cover === null ? null : `${publicUrl}/api/covers/${course.cover}`,
  launch: { ...course.launch, moveOn: moveOns.find((moveOn) => moveOn === course.launch.moveOn) ?? null },
  activityId: course.activityId ?? defaultActivity(publicUrl, course.id),
  certificates: course.certificates,
  archived: course.archived,
});

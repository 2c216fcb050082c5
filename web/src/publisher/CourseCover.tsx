import type { PublisherCourse } from '../api/types.ts';
import { Cover } from '../ui/Cover.tsx';

/** The picture of a course; a drawn one where none was given. */
export function CourseCover({ course, className }: { course: PublisherCourse; className: string | undefined }) {
  if (!course.cover) return <Cover title={course.title} className={className} />;
  return (
    <img
      className={className}
      src={new URL(course.cover, location.href).pathname}
      alt=""
      style={{ objectFit: 'cover' }}
    />
  );
}

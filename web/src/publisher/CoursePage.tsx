import { Badge, Button, FileButton, NativeSelect, NumberInput, Switch, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CourseChanges, PublisherCourse } from '../api/types.ts';
import { BackLink } from '../ui/BackLink.tsx';
import card from '../ui/Card.module.css';
import { Form, FormAlert } from '../ui/Form.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { toast, useReport } from '../ui/problem.ts';
import { useFaults } from '../ui/useFaults.ts';
import classes from './Console.module.css';
import { CourseCover } from './CourseCover.tsx';
import { PoolList } from './PoolList.tsx';
import { Loaded, Part, useStaff } from './parts.tsx';
import { usePublish } from './queries.ts';
import { changeCourse, courseQuery, putCover } from './records.ts';

const methods = ['none', 'link', 'token', 'cmi5'] as const;

/** One course: what it says of itself, how it opens, and who holds it. */
export function CoursePage() {
  const { t } = useTranslation();
  const { courseId } = useParams({ strict: false }) as { courseId: string };
  const query = useQuery(courseQuery(courseId));
  return (
    <>
      <BackLink to="/publisher/courses">{t('publisher.courses')}</BackLink>
      <Loaded query={query}>{(course) => <Course key={course.id} course={course} />}</Loaded>
    </>
  );
}

function Course({ course }: { course: PublisherCourse }) {
  const { t } = useTranslation();
  const { canChange } = useStaff();
  const report = useReport();
  const change = usePublish((body: CourseChanges) => changeCourse(course.id, body));
  const archive = () =>
    change.mutate(
      { archived: !course.archived },
      {
        onSuccess: ({ archived }) => toast(t(archived ? 'console.course.archivedDone' : 'console.course.soldAgain')),
        onError: report,
      },
    );
  return (
    <>
      <PageHead title={course.title} text={t('console.course.lead')}>
        {canChange && (
          <Button variant="default" onClick={archive} loading={change.isPending}>
            {t(course.archived ? 'console.course.unarchive' : 'console.course.archive')}
          </Button>
        )}
      </PageHead>
      {course.archived && (
        <Badge mb="md" variant="light" color="gray">
          {t('console.course.archived')}
        </Badge>
      )}
      <CoverPart course={course} canChange={canChange} />
      {canChange && <CourseForm course={course} />}
      <Part title={t('console.course.held')}>
        <PoolList filter={{ courseId: course.id }} />
      </Part>
    </>
  );
}

function CoverPart({ course, canChange }: { course: PublisherCourse; canChange: boolean }) {
  const { t } = useTranslation();
  const report = useReport();
  const change = usePublish((file: File) => putCover(course.id, file));
  const upload = (file: File | null) =>
    file && change.mutate(file, { onSuccess: () => toast(t('console.course.coverDone')), onError: report });
  return (
    <div>
      <CourseCover course={course} className={classes.cover} />
      {canChange && (
        <FileButton onChange={upload} accept="image/png,image/jpeg,image/webp">
          {(props) => (
            <Button {...props} size="xs" variant="default" loading={change.isPending}>
              {t('console.course.cover')}
            </Button>
          )}
        </FileButton>
      )}
    </div>
  );
}

function CourseForm({ course }: { course: PublisherCourse }) {
  const { t } = useTranslation();
  const [values, setValues] = useState({
    title: course.title,
    description: course.description,
    months: course.months as number | string,
    method: course.launch.method,
    url: course.launch.url ?? '',
    certificates: course.certificates,
  });
  const set = (part: Partial<typeof values>) => setValues({ ...values, ...part });
  const change = usePublish((body: CourseChanges) => changeCourse(course.id, body));
  const faults = useFaults(
    {
      title: !values.title.trim() && t('form.needed'),
      description: null,
      months: !(Number(values.months) >= 1) && t('console.pool.monthsNeeded'),
      launch: values.method !== 'none' && !values.url.trim() && t('form.needed'),
    },
    change.error,
  );
  const submit = faults.send(() =>
    change.mutate(
      {
        title: values.title,
        description: values.description,
        months: Number(values.months),
        certificates: values.certificates,
        launch: { method: values.method, ...(values.url.trim() && { url: values.url.trim() }) },
      },
      { onSuccess: () => toast(t('console.saved')) },
    ),
  );
  return (
    <Part title={t('console.course.about')}>
      <Form className={`${card.card} ${card.pad}`} onSubmit={submit} busy={change.isPending}>
        <TextInput
          withAsterisk
          label={t('publisher.courseTitle')}
          value={values.title}
          onChange={(e) => set({ title: e.currentTarget.value })}
          error={faults.of('title')}
        />
        <Textarea
          mt="md"
          autosize
          minRows={3}
          maxRows={12}
          label={t('console.course.description')}
          value={values.description}
          onChange={(e) => set({ description: e.currentTarget.value })}
          error={faults.of('description')}
        />
        <div className={classes.two}>
          <NumberInput
            label={t('console.months')}
            description={t('console.course.monthsHint')}
            min={1}
            max={1200}
            allowDecimal={false}
            hideControls
            value={values.months}
            onChange={(months) => set({ months })}
            error={faults.of('months')}
          />
          <NativeSelect
            label={t('console.course.opens')}
            description={t(`console.course.methodHints.${values.method}`)}
            value={values.method}
            data={methods.map((value) => ({ value, label: t(`console.course.methods.${value}`) }))}
            onChange={(e) => set({ method: e.currentTarget.value as (typeof methods)[number] })}
          />
        </div>
        {values.method !== 'none' && (
          <TextInput
            mt="md"
            withAsterisk
            type="url"
            label={t('console.course.url')}
            value={values.url}
            onChange={(e) => set({ url: e.currentTarget.value })}
            error={faults.of('launch')}
          />
        )}
        <Switch
          mt="md"
          label={t('console.course.certificates')}
          checked={values.certificates}
          onChange={(e) => set({ certificates: e.currentTarget.checked })}
        />
        <FormAlert>{faults.form}</FormAlert>
        <Button mt="md" type="submit" loading={change.isPending}>
          {t('common.save')}
        </Button>
      </Form>
    </Part>
  );
}

import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { PublisherStudent } from '../api/types.ts';
import { BackLink } from '../ui/BackLink.tsx';
import { useFormat } from '../ui/format.ts';
import { IconDownload } from '../ui/icons.ts';
import { LastDay } from '../ui/LastDay.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { useReport } from '../ui/problem.ts';
import { saveFile } from '../ui/saveFile.ts';
import { usePageSearch } from '../ui/search.ts';
import { MergeDialog } from './MergeDialog.tsx';
import { CorrectDialog, EraseDialog } from './PersonDialogs.tsx';
import { DataTable, Facts, Loaded, Part, To, useStaff } from './parts.tsx';
import { exportOf, studentQuery } from './people.ts';
import { usePublish } from './queries.ts';

/** One person across all customers: corrected, merged, handed their data, or erased. */
export function PublisherPersonPage() {
  const { t } = useTranslation();
  const { studentId } = useParams({ strict: false }) as { studentId: string };
  const query = useQuery(studentQuery(studentId));
  return (
    <>
      <BackLink to="/publisher/people">{t('console.people.title')}</BackLink>
      <Loaded query={query}>{(student) => <Person student={student} />}</Loaded>
    </>
  );
}

function Person({ student }: { student: PublisherStudent }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const [search, change] = usePageSearch();
  const { canChange } = useStaff();
  const report = useReport();
  const close = () => change({ dialog: undefined, into: undefined });
  const open = (dialog: string) => () => change({ dialog }, { push: true });
  const download = usePublish(() => exportOf(student.id));
  const save = () =>
    download.mutate(undefined, {
      onSuccess: (data) => saveFile(`person-${student.id}.json`, JSON.stringify(data, null, 2), 'application/json'),
      onError: report,
    });
  const erased = student.email === '';
  return (
    <>
      <PageHead title={student.name || student.email} text={student.email}>
        {!erased && (
          <Button
            variant="default"
            leftSection={<IconDownload size={16} />}
            onClick={save}
            loading={download.isPending}
          >
            {t('console.people.export')}
          </Button>
        )}
        {canChange && !erased && (
          <>
            <Button variant="default" onClick={open('correct')}>
              {t('console.people.correct')}
            </Button>
            <Button variant="default" onClick={open('merge')}>
              {t('console.people.merge')}
            </Button>
            <Button variant="default" color="clay" onClick={open('erase')}>
              {t('console.people.erase')}
            </Button>
          </>
        )}
      </PageHead>
      <Facts
        of={[
          [t('console.people.active'), number(student.activeLicenses)],
          [t('publisher.managers'), number(student.managers)],
          [t('console.people.account'), t(student.account ? 'common.yes' : 'common.no')],
          [t('console.people.others'), student.otherAddresses.join(', ') || '–'],
        ]}
      />
      <Licenses student={student} />
      {search.dialog === 'correct' && <CorrectDialog student={student} onClose={close} />}
      {search.dialog === 'merge' && <MergeDialog student={student} onClose={close} />}
      {search.dialog === 'erase' && <EraseDialog student={student} onClose={close} />}
    </>
  );
}

function Licenses({ student }: { student: PublisherStudent }) {
  const { t } = useTranslation();
  return (
    <Part title={t('nav.licenses')}>
      {student.licenses.length === 0 ? (
        <p className="soft">{t('console.people.none')}</p>
      ) : (
        <DataTable
          rows={student.licenses}
          keyOf={({ licenseId }) => String(licenseId)}
          columns={[
            { label: 'pool.course', head: true, cell: ({ course }) => <bdi>{course.title}</bdi> },
            {
              label: 'pool.manager',
              wide: true,
              cell: ({ manager }) => <To to={`/publisher/managers/${manager.id}`}>{manager.name}</To>,
            },
            { label: 'pool.number', cell: ({ poolId }) => <To to={`/publisher/pools/${poolId}`}>#{poolId}</To> },
            { label: 'pool.end', cell: ({ end }) => <LastDay end={end} /> },
            {
              label: 'console.state',
              cell: ({ active }) => t(active ? 'console.people.running' : 'console.people.over'),
            },
          ]}
        />
      )}
    </Part>
  );
}

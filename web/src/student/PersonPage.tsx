import { Badge, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { StudentRow } from '../api/types.ts';
import { EventList } from '../event/EventList.tsx';
import { eventsQuery } from '../event/queries.ts';
import { AssignDialog, useAssignAhead } from '../license/assignAhead.ts';
import { useManager } from '../shell/manager.ts';
import { Empty } from '../ui/Empty.tsx';
import { useFormat } from '../ui/format.ts';
import { IconUserPlus } from '../ui/icons.ts';
import { ListBody } from '../ui/ListBody.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { Ring } from '../ui/Ring.tsx';
import { usePageSearch } from '../ui/search.ts';
import { nameOf } from './filters.ts';
import { HeldLicenses } from './HeldLicenses.tsx';
import { MailTroubles } from './MailTrouble.tsx';
import { studentQuery } from './queries.ts';
import { RenameDialog } from './RenameDialog.tsx';
import classes from './Student.module.css';

const HISTORY = 25;

/** One person: what they hold and held, how far they are, and what happened. */
export function PersonPage() {
  const { t } = useTranslation();
  const manager = useManager();
  const { studentId = '' } = useParams({ strict: false }) as { studentId?: string };
  const query = useQuery(studentQuery(manager.id, studentId));
  const list = {
    ...query,
    data: query.data === undefined ? undefined : { items: query.data ? [query.data] : [], total: 0 },
  };
  return (
    <ListBody
      query={list as never}
      rowHeight={60}
      empty={<Empty title={t('student.person.unknownTitle')} text={t('student.person.unknownText')} />}
    >
      {([student]: StudentRow[]) => student && <Person student={student} />}
    </ListBody>
  );
}

function Person({ student }: { student: StudentRow }) {
  const { t } = useTranslation();
  const { relative } = useFormat();
  const manager = useManager();
  useAssignAhead();
  const [search, change] = usePageSearch();
  const name = nameOf(student);
  const close = () => change({ dialog: undefined, email: undefined });
  return (
    <>
      <PageHead title={name} text={name === student.email ? undefined : student.email}>
        {manager.canChange && (
          <Button variant="default" onClick={() => change({ dialog: 'rename' }, { push: true })}>
            {t('student.person.rename')}
          </Button>
        )}
        {manager.canChange && (
          <Button
            leftSection={<IconUserPlus size={17} stroke={1.7} />}
            onClick={() => change({ dialog: 'assign', email: student.email }, { push: true })}
          >
            {t('student.person.assign')}
          </Button>
        )}
      </PageHead>
      <p className={classes.summary}>
        <Ring percent={student.progress} label={t('common.progress', { percent: student.progress })} />
        <span>
          {student.lastAccess
            ? t('student.person.seen', { when: relative(student.lastAccess) })
            : t('student.person.neverSeen')}
        </span>
        {!student.active && (
          <Badge variant="light" color="gray">
            {t('student.inactive')}
          </Badge>
        )}
      </p>
      <MailTroubles studentId={student.id} />
      <h2 className={classes.section}>{t('student.person.licenses')}</h2>
      <HeldLicenses student={student} all />
      <h2 className={classes.section}>{t('student.person.history')}</h2>
      <History student={student} />
      {manager.canChange && search.dialog === 'rename' && <RenameDialog student={student} onClose={close} />}
      <Suspense>{manager.canChange && search.dialog === 'assign' && <AssignDialog onClose={close} />}</Suspense>
    </>
  );
}

function History({ student }: { student: StudentRow }) {
  const { t } = useTranslation();
  const manager = useManager();
  const query = useQuery(eventsQuery(manager.id, { studentId: String(student.id), page: 1, pageSize: HISTORY }));
  return (
    <ListBody query={query} rowHeight={48} empty={<p className="soft">{t('event.emptyTitle')}</p>}>
      {(events) => <EventList events={events} />}
    </ListBody>
  );
}

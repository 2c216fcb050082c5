import { Alert, Button, Progress } from '@mantine/core';
import { ApiError } from 'carrel-client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWrite } from '../api/useWrite.ts';
import type { Encoding } from '../license/decode.ts';
import { EncodingNote } from '../license/EncodingNote.tsx';
import { ListDrop } from '../license/ListDrop.tsx';
import { useManager } from '../shell/manager.ts';
import { BackLink } from '../ui/BackLink.tsx';
import card from '../ui/Card.module.css';
import { useFormat } from '../ui/format.ts';
import { PageHead } from '../ui/PageHead.tsx';
import { useErrorText, useFaultText } from '../ui/problem.ts';
import { usePageSearch } from '../ui/search.ts';
import { PlanView } from './PlanView.tsx';
import { planRoster } from './queries.ts';
import classes from './Roster.module.css';

/** A file as it was read. */
interface RosterFile {
  name: string;
  csv: string;
  encoding: Encoding;
}

const MIB = 1024 * 1024;
/** As much as the server takes; UTF-16 takes twice that in a file. */
const LARGEST = 8 * MIB;

/** Who shall hold which course: a file is planned, looked at, and applied. */
export function RosterPage() {
  const { t } = useTranslation();
  const manager = useManager();
  const [search, change] = usePageSearch();
  const [file, setFile] = useState<RosterFile | null>(null);
  const planning = useWrite(
    ({ csv }: RosterFile) => planRoster(manager.id, csv),
    [],
    ({ id }) => change({ plan: id, action: undefined, page: undefined }, { push: true }),
  );
  const start = (next: RosterFile) => {
    setFile(next);
    planning.mutate(next);
  };
  const restart = () => {
    planning.reset();
    setFile(null);
    change({ plan: undefined, action: undefined, page: undefined }, { push: true });
  };
  const again = file ? () => start(file) : undefined;
  return (
    <>
      <BackLink to={`/m/${manager.id}/licenses`}>{t('roster.backToLicenses')}</BackLink>
      <PageHead title={t('roster.title')} text={t('roster.lead')}>
        {search.plan && manager.canChange && (
          <Button variant="default" onClick={restart}>
            {t('roster.otherFile')}
          </Button>
        )}
      </PageHead>
      {!manager.canChange && <Alert color="clay">{t('error.forbidden')}</Alert>}
      {manager.canChange && planning.isPending && <Planning name={file?.name ?? ''} />}
      {manager.canChange && !planning.isPending && !search.plan && (
        <ChooseFile file={file} error={planning.error} onFile={start} />
      )}
      {manager.canChange && !planning.isPending && search.plan && (
        <>
          {file && (
            <div className={classes.note}>
              <EncodingNote encoding={file.encoding} />
            </div>
          )}
          {planning.error && <Unreadable name={file?.name ?? ''} error={planning.error} />}
          <PlanView key={search.plan} id={search.plan} onAgain={again} onRestart={restart} />
        </>
      )}
    </>
  );
}

function Planning({ name }: { name: string }) {
  const { t } = useTranslation();
  return (
    <div className={`${card.card} ${card.pad}`} role="status">
      <p>{t('roster.planning', { name })}</p>
      <Progress mt="md" value={100} animated aria-label={t('roster.planningProgress')} />
    </div>
  );
}

interface ChooseFileProps {
  file: RosterFile | null;
  error: Error | null;
  onFile: (file: RosterFile) => void;
}

function ChooseFile({ file, error, onFile }: ChooseFileProps) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const [large, setLarge] = useState(0);
  return (
    <div className={`${card.card} ${card.pad}`}>
      <p className={classes.how}>{t('roster.how')}</p>
      <p className="soft small">{t('roster.columns')}</p>
      <pre className={classes.example}>
        {'email,name,course,endDate\nanna@example.com,Anna Rossi,Mastering DAX,2027-06-30'}
      </pre>
      <p className="soft small">{t('roster.scope')}</p>
      <ListDrop
        largest={2 * LARGEST}
        onList={({ csv, encoding }, name) => {
          const size = new Blob([csv]).size;
          setLarge(size > LARGEST ? size : 0);
          if (size <= LARGEST) onFile({ csv, encoding, name });
        }}
      />
      {large > 0 && (
        <Alert mt="md" color="clay" role="alert">
          {t('bulk.tooLarge', { given: number(Math.ceil(large / 1024)), allowed: number(LARGEST / 1024) })}
        </Alert>
      )}
      {large === 0 && error && <Unreadable name={file?.name ?? ''} error={error} />}
    </div>
  );
}

/** Why a file could not be planned. */
function Unreadable({ name, error }: { name: string; error: Error }) {
  const { t } = useTranslation();
  const text = useErrorText();
  const faultText = useFaultText();
  const faults = error instanceof ApiError ? error.errors : [];
  return (
    <Alert my="md" color="clay" role="alert" title={t('roster.unreadable', { name })}>
      {faults.length > 0 ? faults.map((fault) => <p key={fault.detail}>{faultText(fault)}</p>) : <p>{text(error)}</p>}
    </Alert>
  );
}

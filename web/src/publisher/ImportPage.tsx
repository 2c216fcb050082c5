import { Alert, Button, Checkbox, List } from '@mantine/core';
import { ApiError } from 'carrel-client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import card from '../ui/Card.module.css';
import { FileDrop } from '../ui/FileDrop.tsx';
import { useFormat } from '../ui/format.ts';
import { IconFileImport } from '../ui/icons.ts';
import { PageHead } from '../ui/PageHead.tsx';
import { useErrorText, useFaultText } from '../ui/problem.ts';
import { saveFile } from '../ui/saveFile.ts';
import example from './importExample.json';
import classes from './Publisher.module.css';
import { importFile, usePublish } from './queries.ts';

const limit = 64 * 1024 * 1024;

/** Loads an import file: all of it, or nothing and the list of what is wrong. */
export function ImportPage() {
  const { t } = useTranslation();
  const { number } = useFormat();
  const load = usePublish(importFile);
  const [rehearsal, setRehearsal] = useState(false);
  const [rejected, setRejected] = useState<File | null>(null);
  const drop = (file: File | undefined) => {
    setRejected(null);
    if (file) load.mutate({ file, dryRun: rehearsal });
  };
  const reject = (file: File | undefined) => {
    load.reset();
    setRejected(file ?? null);
  };
  return (
    <>
      <PageHead title={t('publisher.import')} text={t('publisher.importLead')} />
      <div className={`${card.card} ${card.pad}`}>
        <FileDrop
          className={classes.drop}
          accept={{ 'application/json': ['.json'] }}
          maxSize={limit}
          loading={load.isPending}
          onDrop={([file]) => drop(file)}
          onReject={([first]) => reject(first?.file)}
        >
          <span className={classes.dropWords}>
            <IconFileImport size={34} stroke={1.3} />
            <strong>{t('publisher.importDrop')}</strong>
            <span className="soft small">{t('publisher.importHint')}</span>
          </span>
        </FileDrop>
        <Checkbox
          mt="md"
          label={t('publisher.importDryRun')}
          checked={rehearsal}
          onChange={(e) => setRehearsal(e.currentTarget.checked)}
        />
        <Button
          mt="md"
          size="xs"
          variant="default"
          onClick={() => saveFile('carrel-import.json', JSON.stringify(example, null, 2), 'application/json')}
        >
          {t('publisher.importExample')}
        </Button>
        {rejected && (
          <Alert mt="lg" color="clay" role="alert" title={t('publisher.importFailed')}>
            {rejected.size > limit
              ? t('publisher.importTooLarge', { given: number(Math.ceil(rejected.size / 1024 / 1024)) })
              : t('publisher.importOther', { name: rejected.name })}
          </Alert>
        )}
        {load.data && <Counts counts={load.data} dryRun={load.variables?.dryRun ?? false} />}
        {load.error && <Problems error={load.error} onClose={() => load.reset()} />}
      </div>
    </>
  );
}

function Counts({ counts, dryRun }: { counts: Record<string, unknown>; dryRun: boolean }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const numbers = Object.entries(counts).filter((e): e is [string, number] => typeof e[1] === 'number' && e[1] > 0);
  const title = numbers.length === 0 ? 'importKnown' : dryRun ? 'importWould' : 'imported';
  return (
    <Alert mt="lg" color="green" role="status" title={t(`publisher.${title}`)}>
      {numbers.length === 0 ? (
        <p>{t('publisher.importNothing')}</p>
      ) : (
        <ul className={classes.counts}>
          {numbers.map(([k, v]) => (
            <li key={k}>
              <strong className="num">{number(v)}</strong> {t(`publisher.counts.${k}`, { count: v, defaultValue: k })}
            </li>
          ))}
        </ul>
      )}
    </Alert>
  );
}

function Problems({ error, onClose }: { error: Error; onClose: () => void }) {
  const { t } = useTranslation();
  const text = useErrorText();
  const faultText = useFaultText();
  const problems = error instanceof ApiError ? error.errors : [];
  return (
    <Alert mt="lg" color="clay" role="alert" title={t('publisher.importFailed')}>
      {problems.length === 0 && <p>{text(error)}</p>}
      <List size="sm">
        {problems.slice(0, 200).map((p) => (
          <List.Item key={`${p.pointer} ${p.detail}`}>
            {p.pointer ? `${p.pointer}: ` : ''}
            {faultText(p)}
          </List.Item>
        ))}
      </List>
      <Button mt="sm" size="xs" variant="default" onClick={onClose}>
        {t('common.close')}
      </Button>
    </Alert>
  );
}

import { Alert, Button, List } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { ApiError } from 'carrel-client';
import { useTranslation } from 'react-i18next';
import card from '../ui/Card.module.css';
import { useFormat } from '../ui/format.ts';
import { IconFileImport } from '../ui/icons.ts';
import { PageHead } from '../ui/PageHead.tsx';
import { useErrorText } from '../ui/problem.ts';
import classes from './Publisher.module.css';
import { importFile, usePublish } from './queries.ts';

const limit = 64 * 1024 * 1024;

/** Loads an import file: all of it, or nothing and the list of what is wrong. */
export function ImportPage() {
  const { t } = useTranslation();
  const load = usePublish(importFile);
  return (
    <>
      <PageHead title={t('publisher.import')} text={t('publisher.importLead')} />
      <div className={`${card.card} ${card.pad}`}>
        <Dropzone
          className={classes.drop}
          accept={{ 'application/json': ['.json'] }}
          multiple={false}
          maxSize={limit}
          loading={load.isPending}
          onDrop={([file]) => file && load.mutate(file)}
          aria-label={t('publisher.importDrop')}
          inputProps={{ 'aria-label': t('publisher.importDrop') }}
        >
          <span className={classes.dropWords}>
            <IconFileImport size={34} stroke={1.3} />
            <strong>{t('publisher.importDrop')}</strong>
            <span className="soft small">{t('publisher.importHint')}</span>
          </span>
        </Dropzone>
        {load.data && <Counts counts={load.data} />}
        {load.error && <Problems error={load.error} onClose={() => load.reset()} />}
      </div>
    </>
  );
}

function Counts({ counts }: { counts: Record<string, unknown> }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const numbers = Object.entries(counts).filter((e): e is [string, number] => typeof e[1] === 'number');
  return (
    <Alert mt="lg" color="green" role="status" title={t('publisher.imported')}>
      <ul className={classes.counts}>
        {numbers.map(([k, v]) => (
          <li key={k}>
            <strong className="num">{number(v)}</strong> {t(`publisher.counts.${k}`, { defaultValue: k })}
          </li>
        ))}
      </ul>
    </Alert>
  );
}

function Problems({ error, onClose }: { error: Error; onClose: () => void }) {
  const { t } = useTranslation();
  const text = useErrorText();
  const problems = error instanceof ApiError ? error.errors : [];
  return (
    <Alert mt="lg" color="clay" role="alert" title={t('publisher.importFailed')}>
      {problems.length === 0 && <p>{text(error)}</p>}
      <List size="sm">
        {problems.slice(0, 200).map((p) => (
          <List.Item key={`${p.pointer} ${p.detail}`}>
            {p.pointer ? `${p.pointer}: ` : ''}
            {p.detail}
          </List.Item>
        ))}
      </List>
      <Button mt="sm" size="xs" variant="default" onClick={onClose}>
        {t('common.close')}
      </Button>
    </Alert>
  );
}

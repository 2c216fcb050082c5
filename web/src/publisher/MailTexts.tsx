import { Button, Code, Group, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MailText } from '../api/types.ts';
import { languages } from '../i18n/i18n.ts';
import { Form, FormAlert } from '../ui/Form.tsx';
import { toast, useErrorText, useReport } from '../ui/problem.ts';
import { usePageSearch } from '../ui/search.ts';
import { useFaults } from '../ui/useFaults.ts';
import { deleteText, previewQuery, putText, textsQuery } from './brand.ts';
import classes from './Console.module.css';
import { Loaded, useStaff } from './parts.tsx';
import { usePublish } from './queries.ts';

/** The texts of mails by kind and language, each with how it would look. */
export function MailTexts() {
  const { t, i18n } = useTranslation();
  const [search, change] = usePageSearch();
  const query = useQuery(textsQuery);
  return (
    <Loaded query={query}>
      {({ items }) => {
        const kinds = [...new Set(items.map(({ kind }) => kind))];
        const kind = kinds.find((one) => one === search.mail) ?? kinds[0] ?? '';
        const language = languages.find(({ id }) => id === (search.language ?? i18n.language))?.id ?? 'en';
        const text = items.find((one) => one.kind === kind && one.language === language);
        const nameOf = (one: string) => {
          const own = items.some((found) => found.kind === one && found.own);
          return `${t(`console.settings.kinds.${one}`, { defaultValue: one })}${own ? ' ·' : ''}`;
        };
        return (
          <>
            <Group grow mb="md">
              <NativeSelect
                label={t('console.settings.mail')}
                value={kind}
                data={kinds.map((value) => ({ value, label: nameOf(value) }))}
                onChange={(e) => change({ mail: e.currentTarget.value })}
              />
              <NativeSelect
                label={t('account.language')}
                value={language}
                data={languages.map(({ id, name }) => ({ value: id, label: name }))}
                onChange={(e) => change({ language: e.currentTarget.value })}
              />
            </Group>
            {text && <TextForm key={`${kind} ${language} ${Boolean(text.own)}`} text={text} />}
          </>
        );
      }}
    </Loaded>
  );
}

function TextForm({ text: { kind, language, own, standard, placeholders } }: { text: MailText }) {
  const { t } = useTranslation();
  const { isOwner } = useStaff();
  const report = useReport();
  const [subject, setSubject] = useState((own ?? standard).subject);
  const [body, setBody] = useState((own ?? standard).body);
  const save = usePublish(() => putText(kind, language, { subject, body }));
  const reset = usePublish(() => deleteText(kind, language));
  const faults = useFaults({ subject: null, body: null }, save.error);
  const done = { onSuccess: () => toast(t('console.saved')), onError: report };
  return (
    <Form onSubmit={faults.send(() => save.mutate(undefined, { onSuccess: done.onSuccess }))} busy={save.isPending}>
      <TextInput
        label={t('console.settings.subject')}
        value={subject}
        readOnly={!isOwner}
        onChange={(e) => setSubject(e.currentTarget.value)}
        error={faults.of('subject')}
      />
      <Textarea
        mt="md"
        autosize
        minRows={5}
        maxRows={16}
        label={t('console.settings.body')}
        value={body}
        readOnly={!isOwner}
        onChange={(e) => setBody(e.currentTarget.value)}
        error={faults.of('body')}
      />
      <p className="soft small">
        {t('console.settings.placeholders')}{' '}
        {placeholders.map((name) => (
          <Code key={name} mr={6}>{`{${name}}`}</Code>
        ))}
      </p>
      <FormAlert>{faults.form}</FormAlert>
      {isOwner && (
        <Group mb="md">
          <Button type="submit" loading={save.isPending}>
            {t('console.settings.saveText')}
          </Button>
          {own && (
            <Button variant="default" loading={reset.isPending} onClick={() => reset.mutate(undefined, done)}>
              {t('console.settings.resetText')}
            </Button>
          )}
        </Group>
      )}
      {isOwner && <Preview kind={kind} language={language} words={{ subject, body }} />}
    </Form>
  );
}

type Shown = Pick<MailText, 'kind' | 'language'> & { words: { subject: string; body: string } };

function Preview({ kind, language, words }: Shown) {
  const { t } = useTranslation();
  const text = useErrorText();
  const [settled] = useDebouncedValue(words, 400);
  const { data, error } = useQuery(previewQuery({ kind, language, text: settled }));
  if (error) return <p className="soft">{text(error)}</p>;
  if (!data) return null;
  return (
    <>
      <p className="soft small">
        {t('console.settings.from', { from: data.from })}
        <br />
        <strong>{data.subject}</strong>
      </p>
      <iframe className={classes.mail} title={t('console.settings.preview')} sandbox="" srcDoc={data.html} />
    </>
  );
}

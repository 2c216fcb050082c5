import { Alert, Button, Checkbox, ColorInput, FileButton, Group, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import accountClasses from '../account/Account.module.css';
import { Section } from '../account/Section.tsx';
import { refreshSession } from '../account/session.ts';
import { base } from '../api/base.ts';
import type { BrandChanges, BrandSettings } from '../api/types.ts';
import { type Language, languages } from '../i18n/i18n.ts';
import { Form, FormAlert } from '../ui/Form.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { toast, useReport } from '../ui/problem.ts';
import { useFaults } from '../ui/useFaults.ts';
import { brandQuery, changeBrand, deleteLogo, putLogo } from './brand.ts';
import classes from './Console.module.css';
import { MailTexts } from './MailTexts.tsx';
import { Loaded, useStaff } from './parts.tsx';
import { usePublish } from './queries.ts';

/** What stands for the publisher on pages and mails, and what mails say. */
export function BrandPage() {
  const { t } = useTranslation();
  const { isOwner } = useStaff();
  const query = useQuery(brandQuery);
  return (
    <>
      <PageHead title={t('console.settings.title')} text={t('console.settings.lead')} />
      {!isOwner && (
        <Alert mb="lg" color="gray">
          {t('console.settings.ownersOnly')}
        </Alert>
      )}
      <Loaded query={query}>
        {(settings) => (
          <div className={accountClasses.sections}>
            <Section title={t('console.settings.logo')} text={t('console.settings.logoHint')}>
              <Logo settings={settings} />
            </Section>
            <Section title={t('console.settings.brand')} text={t('console.settings.brandHint')}>
              <BrandForm settings={settings} />
            </Section>
            <Section title={t('console.settings.texts')} text={t('console.settings.textsHint')}>
              <MailTexts />
            </Section>
          </div>
        )}
      </Loaded>
    </>
  );
}

function Logo({ settings }: { settings: BrandSettings }) {
  const { t } = useTranslation();
  const { isOwner } = useStaff();
  const report = useReport();
  const change = usePublish(async (file: File | null) => {
    await (file ? putLogo(file) : deleteLogo());
    await refreshSession();
  });
  const set = (file: File | null) =>
    change.mutate(file, { onSuccess: () => toast(t('console.saved')), onError: report });
  return (
    <>
      {settings.logo ? (
        <img className={classes.logo} src={base + settings.logo} alt={settings.name ?? settings.standardName} />
      ) : (
        <p className="soft">{t('console.settings.noLogo')}</p>
      )}
      {isOwner && (
        <Group mt="md">
          <FileButton onChange={(file) => file && set(file)} accept="image/png,image/jpeg,image/webp">
            {(props) => (
              <Button {...props} variant="default" loading={change.isPending}>
                {t('console.settings.upload')}
              </Button>
            )}
          </FileButton>
          {settings.logo && (
            <Button variant="subtle" color="clay" onClick={() => set(null)} disabled={change.isPending}>
              {t('console.settings.removeLogo')}
            </Button>
          )}
        </Group>
      )}
    </>
  );
}

const STANDARD = { light: '#1c6a4e', dark: '#7cc3a3' };

const valuesOf = (settings: BrandSettings) => ({
  name: settings.name ?? '',
  senderName: settings.senderName ?? '',
  supportEmail: settings.supportEmail ?? '',
  footer: settings.footer ?? '',
  lightColor: settings.lightColor ?? '',
  darkColor: settings.darkColor ?? '',
  languages: settings.languages,
});
type Values = ReturnType<typeof valuesOf>;

const changesOf = ({ languages: offered, ...texts }: Values): BrandChanges => ({
  ...Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text.trim() || null])),
  languages: offered,
});

function BrandForm({ settings }: { settings: BrandSettings }) {
  const { t } = useTranslation();
  const { isOwner } = useStaff();
  const [values, setValues] = useState(() => valuesOf(settings));
  const change = usePublish(async (body: BrandChanges) => {
    await changeBrand(body);
    await refreshSession();
  });
  const none = values.languages.length === 0;
  const faults = useFaults(
    {
      ...{ name: null, senderName: null, supportEmail: null, footer: null, lightColor: null, darkColor: null },
      languages: none && t('console.settings.languageNeeded'),
    },
    change.error,
  );
  const field = (name: Exclude<keyof Values, 'languages'>) => ({
    label: t(`console.settings.${name}`),
    value: values[name],
    error: faults.of(name),
    readOnly: !isOwner,
  });
  const typed = (name: keyof Values) => (e: { currentTarget: { value: string } }) =>
    setValues({ ...values, [name]: e.currentTarget.value });
  const color = (name: 'lightColor' | 'darkColor', standard: string) => (
    <ColorInput
      {...field(name)}
      placeholder={standard}
      format="hex"
      withEyeDropper={false}
      popoverProps={{ withinPortal: false }}
      onChange={(value) => setValues({ ...values, [name]: value })}
    />
  );
  return (
    <Form
      onSubmit={faults.send(() => change.mutate(changesOf(values), { onSuccess: () => toast(t('console.saved')) }))}
      busy={change.isPending}
    >
      <TextInput {...field('name')} placeholder={settings.standardName} onChange={typed('name')} />
      <div className={classes.two}>
        {color('lightColor', STANDARD.light)}
        {color('darkColor', STANDARD.dark)}
      </div>
      <Swatches values={values} name={values.name || settings.standardName} />
      <div className={classes.two}>
        <TextInput {...field('senderName')} onChange={typed('senderName')} />
        <TextInput {...field('supportEmail')} type="email" onChange={typed('supportEmail')} />
      </div>
      <Textarea mt="md" {...field('footer')} autosize minRows={2} maxRows={8} onChange={typed('footer')} />
      <Checkbox.Group
        mt="md"
        label={t('console.settings.languages')}
        value={values.languages}
        onChange={(chosen) => setValues({ ...values, languages: chosen as Language[] })}
        error={faults.of('languages')}
      >
        <Group mt="xs">
          {languages.map(({ id, name }) => (
            <Checkbox key={id} value={id} label={name} disabled={!isOwner} />
          ))}
        </Group>
      </Checkbox.Group>
      <FormAlert>{faults.form}</FormAlert>
      {isOwner && (
        <Button mt="lg" type="submit" loading={change.isPending}>
          {t('common.save')}
        </Button>
      )}
    </Form>
  );
}

/** What the colours come to, before they are saved. */
function Swatches({ values, name }: { values: Values; name: string }) {
  const { t } = useTranslation();
  const isColor = (text: string) => /^#[\da-f]{6}$/i.test(text);
  const light = isColor(values.lightColor) ? values.lightColor : STANDARD.light;
  const dark = isColor(values.darkColor) ? values.darkColor : STANDARD.dark;
  return (
    <div className={classes.two} aria-hidden="true">
      {(
        [
          ['light', light, light],
          ['dark', dark, light],
        ] as const
      ).map(([scheme, accent, button]) => (
        <div key={scheme} className={classes.swatch} data-scheme={scheme}>
          <strong style={{ color: accent }}>{name}</strong>
          <span data-button style={{ background: button, color: '#ffffff' }}>
            {t('common.save')}
          </span>
          <span style={{ color: accent, textDecoration: 'underline' }}>{t('console.settings.aLink')}</span>
        </div>
      ))}
    </div>
  );
}

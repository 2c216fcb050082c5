import { Button, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { base } from '../api/base.ts';
import { chooseLanguage, languages } from '../i18n/i18n.ts';
import { useBrand } from '../shell/BrandMark.tsx';
import { IconMoon, IconSun } from '../ui/icons.ts';
import classes from './Door.module.css';

/** Language and light, for people who are not signed in. */
export function DoorFoot() {
  const { t, i18n } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  const offered = useBrand()?.languages ?? languages.map(({ id }) => id);
  const dark = useComputedColorScheme('light') === 'dark';
  return (
    <footer className={classes.foot}>
      {languages
        .filter(({ id }) => offered.includes(id))
        .map((l) => (
          <Button
            key={l.id}
            size="compact-sm"
            variant={i18n.language === l.id ? 'light' : 'subtle'}
            color="gray"
            lang={l.id}
            aria-pressed={i18n.language === l.id}
            onClick={() => chooseLanguage(l.id)}
          >
            {l.name}
          </Button>
        ))}
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        leftSection={dark ? <IconSun size={15} /> : <IconMoon size={15} />}
        onClick={() => setColorScheme(dark ? 'light' : 'dark')}
      >
        {t(dark ? 'scheme.light' : 'scheme.dark')}
      </Button>
      <Button component="a" href={`${base}/THIRD_PARTY_NOTICES.txt`} size="compact-sm" variant="subtle" color="gray">
        {t('common.notices')}
      </Button>
    </footer>
  );
}

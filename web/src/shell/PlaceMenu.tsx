import { Menu, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IconCheck, IconSelector } from '../ui/icons.ts';
import { Mark } from '../ui/Mark.tsx';
import type { Place } from './links.ts';
import classes from './PlaceMenu.module.css';

function useTitles() {
  const { t } = useTranslation();
  return {
    name: (p: Place) => p.name ?? t(`place.${p.kind}`),
    kind: (p: Place) => (p.kind === 'manager' ? t('place.manager') : t('place.carrel')),
  };
}

function PlaceTitle({ place }: { place: Place }) {
  const titles = useTitles();
  return (
    <>
      <Mark size={34} />
      <span className={classes.words}>
        <span className={classes.name}>{titles.name(place)}</span>
        <span className={classes.kind}>{titles.kind(place)}</span>
      </span>
    </>
  );
}

/** Where one is, and the way to one's other places. */
export function PlaceMenu({ places, current }: { places: Place[]; current: Place }) {
  const { t } = useTranslation();
  const titles = useTitles();
  if (places.length < 2)
    return (
      <div className={classes.place}>
        <PlaceTitle place={current} />
      </div>
    );
  return (
    <Menu position="bottom-start" width={250}>
      <Menu.Target>
        <UnstyledButton className={`${classes.place} ${classes.button}`}>
          <PlaceTitle place={current} />
          <VisuallyHidden>{t('place.change')}</VisuallyHidden>
          <IconSelector size={17} stroke={1.6} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {places.map((p) => (
          <Menu.Item
            key={p.id}
            component={Link}
            to={p.entries[0]?.to as '/'}
            rightSection={p.id === current.id ? <IconCheck size={16} /> : undefined}
          >
            {titles.name(p)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

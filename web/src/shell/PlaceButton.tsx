import { UnstyledButton, type UnstyledButtonProps, VisuallyHidden } from '@mantine/core';
import type { ComponentPropsWithRef } from 'react';
import { useTranslation } from 'react-i18next';
import { IconSelector } from '../ui/icons.ts';
import { BrandMark, useBrand } from './BrandMark.tsx';
import type { Place } from './links.ts';
import classes from './PlaceMenu.module.css';

/** What the places of a person are called. */
export function usePlaceTitles() {
  const { t } = useTranslation();
  const publisher = useBrand()?.name ?? 'Carrel';
  return {
    name: (p: Place) => p.name ?? t(`place.${p.kind}`),
    kind: (p: Place) => (p.kind === 'manager' ? t('place.manager') : publisher),
  };
}

/** A place: its mark, its name, and what it is. */
export function PlaceTitle({ place }: { place: Place }) {
  const titles = usePlaceTitles();
  return (
    <>
      <BrandMark size={34} />
      <span className={classes.words}>
        <bdi className={classes.name}>{titles.name(place)}</bdi>
        <span className={classes.kind}>{titles.kind(place)}</span>
      </span>
    </>
  );
}

interface Props extends UnstyledButtonProps, Omit<ComponentPropsWithRef<'button'>, keyof UnstyledButtonProps> {
  place: Place;
}

/** The place where one is: what opens the menu of places, and stands there while that is fetched. */
export function PlaceButton({ place, ...rest }: Props) {
  const { t } = useTranslation();
  return (
    <UnstyledButton {...rest} className={`${classes.place} ${classes.button}`}>
      <PlaceTitle place={place} />
      <VisuallyHidden>{t('place.change')}</VisuallyHidden>
      <IconSelector size={17} stroke={1.6} />
    </UnstyledButton>
  );
}

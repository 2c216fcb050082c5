import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { BorrowPlace } from '../api/types.ts';
import { usePageSearch } from '../ui/search.ts';
import { useBorrow } from './useBorrow.ts';

/** What pressing the button comes to; null where nothing can be had. */
export function actionOf({ state, approval, whenFull }: BorrowPlace): 'ask' | 'borrow' | 'join' | null {
  if (state !== 'open' && state !== 'full') return null;
  if (approval) return 'ask';
  if (state === 'open') return 'borrow';
  return whenFull === 'wait' ? 'join' : null;
}

/** Borrows, joins the waiting list, or asks: whatever the place allows now. */
export function BorrowButton({ place, again = false }: { place: BorrowPlace; again?: boolean }) {
  const { t } = useTranslation();
  const [, change] = usePageSearch();
  const { isPending, borrow } = useBorrow();
  const action = actionOf(place);
  if (!action) return null;
  const words = action === 'borrow' && again ? 'borrowAgain' : action;
  const press = () =>
    action === 'ask' ? change({ dialog: 'ask', link: place.linkId }, { push: true }) : borrow(place.linkId);
  return (
    <Button
      size={again ? 'xs' : 'sm'}
      variant={action === 'borrow' && !again ? 'filled' : 'default'}
      loading={isPending}
      aria-label={t(`library.${words}Of`, { course: place.course.title })}
      onClick={press}
    >
      {t(`library.${words}`)}
    </Button>
  );
}

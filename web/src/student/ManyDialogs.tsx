import { Suspense } from 'react';
import { lazyPart } from '../shell/lazy.ts';
import type { ManyProps } from './BulkRevokeDialog.tsx';
import { type ManyDialog, manyDialogs } from './SelectionBar.tsx';

const dialogs = {
  'end-many': lazyPart(() => import('./BulkEndDialog.tsx')),
  'give-many': lazyPart(() => import('./BulkGiveDialog.tsx')),
  'remind-many': lazyPart(() => import('./BulkRemindDialog.tsx')),
  'revoke-many': lazyPart(() => import('./BulkRevokeDialog.tsx')),
};

export const preloadManyDialogs = (): void => {
  for (const dialog of Object.values(dialogs)) void dialog.preload?.();
};

/** The dialog about many that the address asks for. */
export function ManyDialogs({ dialog, ...props }: ManyProps & { dialog: string | undefined }) {
  const known = manyDialogs.find((name) => name === dialog) as ManyDialog | undefined;
  if (!known) return null;
  const Chosen = dialogs[known];
  return (
    <Suspense>
      <Chosen {...props} />
    </Suspense>
  );
}

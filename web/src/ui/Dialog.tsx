import { Modal, type ModalProps } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Dialog.module.css';
import { rememberFocus } from './returnFocus.ts';

interface Props {
  title: string;
  onClose: () => void;
  size?: ModalProps['size'];
  /** While something runs, the dialog does not close by accident. */
  busy?: boolean;
  /** Over whatever else is open, which cannot be read meanwhile; only its buttons lead out of it. */
  over?: boolean;
  children: ReactNode;
}

let comeBack: (() => void) | null = null;

/** Gives the focus back to what opened a dialog, also where one dialog has followed another. */
function useReturnedFocus(): void {
  useState(() => {
    const active = document.activeElement;
    if (active instanceof HTMLElement && !active.closest('[role="dialog"]')) comeBack = rememberFocus(active);
  });
  useEffect(
    () => () => {
      setTimeout(() => {
        if (!document.querySelector('[data-dialog]')) comeBack?.();
      });
    },
    [],
  );
}

/** A dialog; it fills a phone. The page behind is held still by a rule in base.css. */
export function Dialog({ title, onClose, size = 'md', busy = false, over = false, children }: Props) {
  const { t } = useTranslation();
  useReturnedFocus();
  const phone = useMediaQuery('(max-width: 40rem)', undefined, { getInitialValueInEffect: false }) ?? false;
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={size}
      fullScreen={phone}
      centered={!phone}
      radius="lg"
      lockScroll={false}
      closeOnClickOutside={!busy && !over}
      closeOnEscape={!busy && !over}
      withCloseButton={!over}
      zIndex={over ? 1000 : undefined}
      transitionProps={{ duration: 120, transition: 'fade' }}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      overlayProps={over ? { backgroundOpacity: 0.7, blur: 6 } : { backgroundOpacity: 0.45 }}
      classNames={{ title: classes.title, header: classes.header, body: classes.body }}
    >
      <div data-dialog>{children}</div>
    </Modal>
  );
}

/** The foot of a dialog: the ways out of it. */
export function DialogFoot({ children }: { children: ReactNode }) {
  return <div className={classes.foot}>{children}</div>;
}

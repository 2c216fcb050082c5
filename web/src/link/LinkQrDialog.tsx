import { Button } from '@mantine/core';
import { Suspense, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { EnrollLink } from '../api/types.ts';
import { lazyPart } from '../shell/lazy.ts';
import { useManager } from '../shell/manager.ts';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { useReport } from '../ui/problem.ts';
import { saveFile } from '../ui/saveFile.ts';
import classes from './LinkQr.module.css';
import { pngOf, svgOf } from './qrFile.ts';

const QrCode = lazyPart(() => import('../ui/QrCode.tsx'));

/** The address of a link as a QR code: on the screen, on paper, and as a file. */
export default function LinkQrDialog({ link, url, onClose }: { link: EnrollLink; url: string; onClose: () => void }) {
  const { t } = useTranslation();
  const manager = useManager();
  const report = useReport();
  const sheet = useRef<HTMLDivElement>(null);
  const code = () => sheet.current?.querySelector('svg') ?? null;
  const name = `carrel-link-${link.id}`;
  const save = async (type: 'svg' | 'png') => {
    const drawn = code();
    if (!drawn) return;
    try {
      if (type === 'svg') saveFile(`${name}.svg`, svgOf(drawn), 'image/svg+xml');
      else saveFile(`${name}.png`, await pngOf(drawn), 'image/png');
    } catch (error) {
      report(error);
    }
  };
  return (
    <Dialog title={t('link.qrTitle')} onClose={onClose}>
      <div ref={sheet} className={classes.sheet} data-print>
        <p className={classes.course}>{link.course.title}</p>
        <p className="soft small">{t('link.qrText', { manager: manager.name })}</p>
        <Suspense fallback={<div className={classes.pending} />}>
          <QrCode text={url} label={t('link.qrOf', { course: link.course.title })} />
        </Suspense>
        <p className={classes.address}>{url}</p>
      </div>
      <DialogFoot>
        <Button variant="default" onClick={() => save('svg')}>
          {t('link.qrSave', { type: 'SVG' })}
        </Button>
        <Button variant="default" onClick={() => save('png')}>
          {t('link.qrSave', { type: 'PNG' })}
        </Button>
        <Button onClick={() => print()} data-autofocus>
          {t('link.qrPrint')}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}

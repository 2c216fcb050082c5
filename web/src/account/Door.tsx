import { type ReactNode, useEffect } from 'react';
import { BrandFoot, BrandMark, useBrand } from '../shell/BrandMark.tsx';
import { nameTab } from '../ui/brand.ts';
import classes from './Door.module.css';
import { DoorFoot } from './DoorFoot.tsx';

/** The frame of the pages before the sign-in: the mark, one sheet, and the language below. */
export function Door({
  title,
  lead,
  children,
  below,
}: {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
  below?: ReactNode;
}) {
  useEffect(() => {
    nameTab(title);
  }, [title]);
  return (
    <div className={classes.page}>
      <main className={classes.main}>
        <div className={classes.brand}>
          <BrandMark size={40} />
          <span>
            <bdi>{useBrand()?.name ?? 'Carrel'}</bdi>
          </span>
        </div>
        <div className={classes.sheet}>
          <h1>{title}</h1>
          {lead && <p className="soft">{lead}</p>}
          {children}
        </div>
        {below && <div className={classes.below}>{below}</div>}
      </main>
      <BrandFoot />
      <DoorFoot />
    </div>
  );
}

import { type ReactNode, useEffect } from 'react';
import { nameTab } from './brand.ts';
import classes from './PageHead.module.css';

interface Props {
  title: string;
  text?: ReactNode;
  /** What can be done on this page. */
  children?: ReactNode;
}

/** The head of a page; also names the browser's tab. */
export function PageHead({ title, text, children }: Props) {
  useEffect(() => {
    nameTab(title);
  }, [title]);
  return (
    <div className={classes.head}>
      <div className={classes.words}>
        <h1>
          <bdi>{title}</bdi>
        </h1>
        {text && (
          <p className="soft">
            <bdi>{text}</bdi>
          </p>
        )}
      </div>
      {children && <div className={classes.actions}>{children}</div>}
    </div>
  );
}

import type { ReactNode } from 'react';
import card from '../ui/Card.module.css';
import classes from './Account.module.css';

/** One subject of the settings. */
export function Section({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <section className={`${card.card} ${classes.section}`}>
      <div>
        <h2>{title}</h2>
        <p className="soft small">{text}</p>
      </div>
      <div className={classes.body}>{children}</div>
    </section>
  );
}

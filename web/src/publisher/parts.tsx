import { Alert, Skeleton } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../account/session.ts';
import card from '../ui/Card.module.css';
import { useErrorText } from '../ui/problem.ts';
import classes from './Console.module.css';

/** What the signed-in member of the publisher's staff may do. */
export function useStaff(): { canChange: boolean; isOwner: boolean } {
  const { staffRole } = useSession();
  return { canChange: staffRole === 'owner' || staffRole === 'staff', isOwner: staffRole === 'owner' };
}

/** Names and values of one thing. */
export function Facts({ of }: { of: [label: string, value: ReactNode][] }) {
  return (
    <dl className={`${card.card} ${card.pad} ${classes.facts}`}>
      {of.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** One record, as soon as it is there; what is in the way of it otherwise. */
export function Loaded<T>({ query, children }: { query: UseQueryResult<T>; children: (data: T) => ReactNode }) {
  const text = useErrorText();
  if (query.data !== undefined) return children(query.data);
  if (query.error)
    return (
      <Alert color="clay" role="alert">
        {text(query.error)}
      </Alert>
    );
  return <Skeleton height={240} />;
}

export interface Column<T> {
  /** A key of the page's texts. */
  label: string;
  cell: (row: T) => ReactNode;
  /** The one that names the row. */
  head?: boolean;
  wide?: boolean;
}

interface TableProps<T> {
  rows: T[];
  columns: Column<T>[];
  keyOf: (row: T) => string;
  /** What can be done with a row. */
  actions?: (row: T) => ReactNode;
}

/** A table that is a stack of cards on a phone. */
export function DataTable<T>({ rows, columns, keyOf, actions }: TableProps<T>) {
  const { t } = useTranslation();
  return (
    <div className={`${card.card} ${classes.wide}`}>
      <table className={card.table}>
        <thead>
          <tr>
            {columns.map(({ label }) => (
              <th key={label} scope="col">
                {t(label)}
              </th>
            ))}
            {actions && <td />}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ label, cell, head, wide }) => (
                <td
                  key={label}
                  {...(head ? { 'data-head': true } : { 'data-label': t(label) })}
                  data-wide={wide || undefined}
                >
                  {cell(row)}
                </td>
              ))}
              {actions && <td className={card.end}>{actions(row)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A part of a page, with its heading. */
export function Part({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <section className={classes.part}>
      <div className={classes.partHead}>
        <h2>{title}</h2>
        {action}
      </div>
      {children}
    </section>
  );
}

/** Leads to a page of the console. */
export const To = ({ to, search, children }: { to: string; search?: object; children: ReactNode }) => (
  <Link to={to as '/'} search={search as never} className={classes.link}>
    <bdi>{children}</bdi>
  </Link>
);

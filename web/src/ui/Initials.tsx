import classes from './Initials.module.css';

/** A person as two letters. */
export function Initials({ name }: { name: string }) {
  const letters = name
    .split(/\s+/)
    .filter(Boolean)
    .map((w) => w[0])
    .slice(0, 2)
    .join('')
    .toUpperCase();
  return (
    <span className={classes.disc} aria-hidden="true">
      {letters || '·'}
    </span>
  );
}

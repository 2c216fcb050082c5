import classes from './Ring.module.css';

const length = 2 * Math.PI * 15;

/** Progress as a ring with its percent inside. */
export function Ring({ percent, label, size = 40 }: { percent: number; label: string; size?: number }) {
  return (
    <svg className={classes.ring} width={size} height={size} viewBox="0 0 36 36" role="img" aria-label={label}>
      <circle cx="18" cy="18" r="15" className={classes.track} />
      {percent > 0 && (
        <circle
          cx="18"
          cy="18"
          r="15"
          className={classes.bar}
          strokeDasharray={`${(percent / 100) * length} ${length}`}
        />
      )}
      <text x="18" y="18.5" className={classes.text}>
        {percent}
      </text>
    </svg>
  );
}

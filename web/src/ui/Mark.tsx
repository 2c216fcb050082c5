/** A carrel seen from above: a desk between three walls. It is also a C. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--brand-light, #1c6a4e)" />
      <path
        d="M24 7.5H10.5a3 3 0 0 0-3 3v11a3 3 0 0 0 3 3H24"
        fill="none"
        stroke="#fff"
        strokeWidth="3"
        strokeLinecap="round"
      />
      <rect x="13.5" y="12.5" width="10.5" height="7" rx="1.5" fill="#e9d5a3" />
    </svg>
  );
}

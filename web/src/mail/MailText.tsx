import classes from './Mail.module.css';

/** A mail's plain text, its links made to click. */
export function MailText({ text }: { text: string }) {
  const parts = text.split(/(https?:\/\/[^\s<>]+)/);
  return (
    <div className={classes.text}>
      {parts.map((p, i) =>
        i % 2 ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move
          <a key={i} href={p}>
            {p}
          </a>
        ) : (
          p
        ),
      )}
    </div>
  );
}

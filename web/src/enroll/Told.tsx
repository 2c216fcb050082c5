import { Alert } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';

interface Props {
  kind: 'done' | 'refused';
  title?: string;
  children: ReactNode;
}

/** What an action led to: the focus goes there, because the button that was pressed may be gone. */
export function Told({ kind, title, children }: Props) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);
  return (
    <Alert
      ref={place}
      tabIndex={-1}
      color={kind === 'done' ? 'green' : 'clay'}
      role={kind === 'done' ? 'status' : 'alert'}
      {...(title && { title })}
    >
      {children}
    </Alert>
  );
}

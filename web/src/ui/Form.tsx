import { Alert } from '@mantine/core';
import { type ComponentProps, useEffect, useReducer, useRef } from 'react';

interface Props extends ComponentProps<'form'> {
  /** While the answer is not there yet: nothing is sent meanwhile. */
  busy?: boolean;
}

/**
 * A form that tells what is empty or wrong beside each field, in the words of the page (`useFaults`). Once it was sent
 * and something is wrong, the focus goes to the first such field, or to what is said of the whole form.
 */
export function Form({ onSubmit, busy = false, children, ...props }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const sent = useRef(false);
  const [, look] = useReducer((times: number) => times + 1, 0);
  useEffect(() => form.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus(), []);
  useEffect(() => {
    if (!sent.current || busy) return;
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    const told = form.current?.querySelector<HTMLElement>('[role="alert"]');
    if (!wrong && !told) return;
    sent.current = false;
    if (told && !wrong) told.tabIndex = -1;
    (wrong ?? told)?.focus();
  });
  return (
    <form
      {...props}
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (busy) return;
        sent.current = true;
        onSubmit?.(event);
        look();
      }}
      onChange={() => {
        sent.current = false;
      }}
    >
      {children}
    </form>
  );
}

/** What is wrong with a form as a whole, where there is something. */
export function FormAlert({ children, ...props }: { children: string | null | undefined; mt?: string }) {
  if (!children) return null;
  return (
    <Alert mt="md" color="clay" role="alert" {...props}>
      {children}
    </Alert>
  );
}

import { type FormEvent, useState } from 'react';
import { type FieldOf, useFieldErrors } from './problem.ts';

/** What is wrong with each field of a form before it is sent: the words for it, or nothing. */
export type Faults<F extends string> = Record<F, string | false | null | undefined>;

export interface FormFaults<F extends string> {
  /** What is said beside a field. */
  of: (field: F) => string | undefined;
  /** What is said of the whole form: also what the server said of a field that the form does not have. */
  form: string | null;
  /** Does what the form is for, once nothing in it is empty or wrong. */
  send: (run: () => void) => (event: FormEvent) => void;
}

/**
 * What is empty or wrong in a form, told once it was sent, and what the server said of it, each beside its field.
 * `faults` names every field that the form has.
 */
export function useFaults<F extends string>(
  faults: Faults<F>,
  error: unknown = null,
  fieldOf: FieldOf = {},
): FormFaults<F> {
  const [asked, setAsked] = useState(false);
  const errors = useFieldErrors();
  const told = error ? errors(error, fieldOf) : { fields: {}, form: null };
  const elsewhere = Object.entries(told.fields).flatMap(([name, words]) => (name in faults ? [] : words));
  return {
    of: (field) => (asked && faults[field]) || told.fields[field],
    form: told.form ?? (elsewhere.join(' ') || null),
    send: (run) => (event) => {
      event.preventDefault();
      setAsked(true);
      if (Object.values(faults).every((fault) => !fault)) run();
    },
  };
}

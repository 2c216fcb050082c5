import { notifications } from '@mantine/notifications';
import { ApiError, type Fault } from 'carrel-client';
import i18next, { type TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from './format.ts';

/** A refusal as the server tells it, of a whole request or of one row in it. */
interface Told {
  code: string | null;
  detail: string | null;
  errors?: Fault[];
  /** Seconds after which it may be asked again. */
  retryAfter?: number | null;
}

/** What passes while one reads the sentence needs no number. */
const MOMENT_SECONDS = 10;

const partOf = (fault: Fault) => (fault.pointer ?? fault.parameter ?? '').replace(/^\//, '');
/** The field of a form: `allowedDomains/0` and `validity/count` are parts of one. */
const fieldIn = (fault: Fault) => partOf(fault).split('/', 1)[0] ?? '';

/** What a sentence says beside its words: numbers as the language of the page writes them. */
const written = (values: Fault['values'] = {}) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'number' ? value.toLocaleString(i18next.language) : value,
    ]),
  );

/** One sentence for a field, whichever item or part of it is at fault: `allowedDomains/0`, `validity/count`. */
const wordsFor = (t: TFunction, fault: Fault, otherwise: string) => {
  const place = t(`error.faults.${fieldIn(fault)}`, { defaultValue: otherwise });
  return fault.reason ? t(`error.reasons.${fault.reason}`, { ...written(fault.values), defaultValue: place }) : place;
};

/** Says what is wrong at one place, in words of the page's language where it has them. */
export function useFaultText(): (fault: Fault) => string {
  const { t } = useTranslation();
  return (fault) =>
    fault.reason
      ? t(`error.reasons.${fault.reason}`, { ...written(fault.values), defaultValue: fault.detail })
      : fault.detail;
}

/** Puts a refusal into words of the page's language; what has none there falls back to the server's own. */
export function useRefusalText(): (told: Told) => string {
  const { t, i18n } = useTranslation();
  const { after } = useFormat();
  return ({ code, detail, errors = [], retryAfter }) => {
    const faults = errors.map((fault) => wordsFor(t, fault, `${partOf(fault)} ${fault.detail}`));
    if (faults.length > 0) return faults.join(' ');
    const later = `error.later.${code}`;
    if (retryAfter && retryAfter > MOMENT_SECONDS && i18n.exists(later)) return t(later, { when: after(retryAfter) });
    return t(`error.${code}`, { defaultValue: detail || t('error.unexpected') });
  };
}

/** Puts whatever a call threw into words of the page's language. */
export function useErrorText(): (error: unknown) => string {
  const { t } = useTranslation();
  const text = useRefusalText();
  return (error) =>
    error instanceof ApiError
      ? text({ code: error.code, detail: error.message, errors: error.errors, retryAfter: error.retryAfter })
      : t('error.unexpected');
}

/** Which field of a form a refusal speaks about. */
export type FieldOf = Record<string, string>;

/** Splits a refusal into words beside fields, and words for the whole form. */
export function useFieldErrors(): (
  error: unknown,
  fieldOf: FieldOf,
) => { fields: Record<string, string>; form: string | null } {
  const { t } = useTranslation();
  const text = useErrorText();
  return (error, fieldOf) => {
    if (!(error instanceof ApiError)) return { fields: {}, form: text(error) };
    const field = fieldOf[error.code];
    if (field) return { fields: { [field]: text(error) }, form: null };
    const known = error.errors.map((e) => [fieldIn(e), wordsFor(t, e, e.detail)] as const);
    if (known.length && known.every(([name]) => name)) return { fields: Object.fromEntries(known), form: null };
    return { fields: {}, form: text(error) };
  };
}

const closing = () => ({ 'aria-label': i18next.t('common.close') });

/** A short word that something was done. */
export function toast(message: ReactNode): void {
  notifications.show({ message, color: 'green', closeButtonProps: closing() });
}
/** A short word that something failed. */
export function toastError(message: string): void {
  notifications.show({ message, color: 'clay', autoClose: 10_000, closeButtonProps: closing() });
}

/** Tells in a short word why something failed. */
export function useReport(): (error: unknown) => void {
  const text = useErrorText();
  return (error) => toastError(text(error));
}

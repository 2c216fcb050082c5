import { notifications } from '@mantine/notifications';
import { ApiError } from 'carrel-client';
import { useTranslation } from 'react-i18next';

/** Turns an error into words of the page's language; a code without words falls back to the server's own. */
export function useErrorText(): (error: unknown) => string {
  const { t } = useTranslation();
  return (error) => {
    if (!(error instanceof ApiError)) return t('error.unexpected');
    return t(`error.${error.code}`, { defaultValue: error.message || t('error.unexpected') });
  };
}

/** Which field of a form a refusal speaks about. */
export type FieldOf = Record<string, string>;

/** Splits a refusal into words beside fields, and words for the whole form. */
export function useFieldErrors(): (
  error: unknown,
  fieldOf: FieldOf,
) => { fields: Record<string, string>; form: string | null } {
  const text = useErrorText();
  return (error, fieldOf) => {
    if (!(error instanceof ApiError)) return { fields: {}, form: text(error) };
    const field = fieldOf[error.code];
    if (field) return { fields: { [field]: text(error) }, form: null };
    const known = error.errors.map((e) => [(e.pointer ?? e.parameter ?? '').replace(/^\//, ''), e.detail] as const);
    if (known.length && known.every(([name]) => name)) return { fields: Object.fromEntries(known), form: null };
    return { fields: {}, form: text(error) };
  };
}

/** A short word that something was done. */
export function toast(message: string): void {
  notifications.show({ message, color: 'green' });
}
/** A short word that something failed. */
export function toastError(message: string): void {
  notifications.show({ message, color: 'clay', autoClose: 10_000 });
}

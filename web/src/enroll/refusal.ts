import { ApiError } from 'carrel-client';
import { useTranslation } from 'react-i18next';
import type { LinkPage } from '../api/types.ts';
import { useErrorText } from '../ui/problem.ts';

/** Says to the student, and not to a manager, why a link gives them nothing. */
export function useEnrollRefusal(link: LinkPage): (code: string, otherwise?: string) => string {
  const { t, i18n } = useTranslation();
  const domains = new Intl.ListFormat(i18n.language, { type: 'disjunction' }).format(link.domains ?? []);
  return (code, otherwise = '') =>
    t(`enroll.refused.${code}`, { manager: link.manager.name, domains, defaultValue: otherwise });
}

/** The same of what a call threw. */
export function useEnrollError(link: LinkPage): (error: unknown) => string {
  const words = useEnrollRefusal(link);
  const text = useErrorText();
  return (error) => (error instanceof ApiError ? words(error.code, text(error)) : text(error));
}

/** The same of what asking for a mail threw. */
export function useMailError(link: LinkPage): (error: unknown) => string {
  const words = useEnrollRefusal(link);
  const text = useEnrollError(link);
  return (error) =>
    error instanceof ApiError && error.code === 'rate_limited' ? words('too_many_mails') : text(error);
}

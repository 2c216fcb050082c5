import { useTranslation } from 'react-i18next';
import type { HistoryEvent } from '../api/types.ts';
import { nameOf } from '../student/filters.ts';
import { PersonLink } from '../student/PersonLink.tsx';
import { Sentence } from '../ui/Sentence.tsx';
import { kinds } from './kinds.ts';

/** What an event says, as a sentence with the names set strong. */
export function EventSentence({ event }: { event: HistoryEvent }) {
  const { t } = useTranslation();
  const facts = { ...event.before, ...event.after } as Record<string, unknown>;
  const known = (kinds as readonly string[]).includes(event.kind);
  const told = event.kind === 'manager.told' ? t(`event.notices.${String(facts.kind)}`) : '';
  const values = {
    actor: event.actor.kind === 'system' ? t('event.system') : event.actor.label,
    student: event.student ? nameOf(event.student) : t('event.someone'),
    before: String(event.before?.name ?? ''),
    course: event.course?.title ?? t('event.aCourse'),
    name: String(facts.name ?? facts.email ?? ''),
    email: String(facts.email ?? facts.name ?? ''),
    role: t(`member.roles.${String(facts.role ?? 'viewer')}`),
    url: String(facts.url ?? ''),
    reference: String(facts.reference ?? ''),
    kind: event.kind,
    notice: told,
  };
  const { student } = event;
  const person = student ? (name: string) => <PersonLink id={student.id}>{name}</PersonLink> : undefined;
  const by = event.actor.kind === 'link' && event.kind === 'license.assigned' ? '_link' : '';
  const key = known ? `event.sentence.${event.kind.replace('.', '_')}${by}` : 'event.sentence.other';
  return <Sentence text={key} values={values} person={person} />;
}

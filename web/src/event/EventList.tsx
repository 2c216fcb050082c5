import type { HistoryEvent } from '../api/types.ts';
import card from '../ui/Card.module.css';
import { useFormat } from '../ui/format.ts';
import {
  IconArrowBackUp,
  IconBuilding,
  IconCalendarEvent,
  IconCertificate,
  IconCertificateOff,
  IconClockX,
  IconKey,
  IconLink,
  IconRecycle,
  IconStack2,
  IconUser,
} from '../ui/icons.ts';
import classes from './Event.module.css';
import { EventSentence } from './EventSentence.tsx';
import { useReason } from './reason.ts';

const icons = {
  'license.assigned': IconCertificate,
  'license.revoked': IconCertificateOff,
  'license.returned': IconArrowBackUp,
  'license.recycled': IconRecycle,
  'license.end_changed': IconCalendarEvent,
  'license.expired': IconClockX,
};
const iconsByNoun = {
  pool: IconStack2,
  manager: IconBuilding,
  link: IconLink,
  token: IconKey,
  member: IconUser,
};

function iconOf(kind: string) {
  return (
    icons[kind as keyof typeof icons] ?? iconsByNoun[kind.split('.')[0] as keyof typeof iconsByNoun] ?? IconCertificate
  );
}

/** Events, newest first, by day. */
export function EventList({ events }: { events: HistoryEvent[] }) {
  const { day } = useFormat();
  const days = Object.entries(Object.groupBy(events, (e) => day(e.at))) as [string, HistoryEvent[]][];
  return days.map(([title, list]) => (
    <section key={title} className={classes.day}>
      <h2>{title}</h2>
      <ol className={card.card}>
        {list.map((e) => (
          <Line key={e.id} event={e} />
        ))}
      </ol>
    </section>
  ));
}

function Line({ event }: { event: HistoryEvent }) {
  const { time } = useFormat();
  const reason = useReason()(event);
  const Icon = iconOf(event.kind);
  return (
    <li className={classes.line} data-kind={event.kind}>
      <span className={classes.icon}>
        <Icon size={18} stroke={1.6} />
      </span>
      <div className={classes.words}>
        <p>
          <EventSentence event={event} />
        </p>
        {reason && <p className="soft small">{reason}</p>}
      </div>
      <time className="soft small num nowrap" dateTime={event.at}>
        {time(event.at)}
      </time>
    </li>
  );
}

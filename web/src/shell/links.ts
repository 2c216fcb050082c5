import { useLocation } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import type { Session } from '../api/types.ts';
import {
  IconActivity,
  IconBook2,
  IconBuilding,
  IconCertificate,
  IconChartBar,
  IconCode,
  IconDatabaseImport,
  IconFileSpreadsheet,
  IconLink,
  IconMail,
  IconSettings,
  IconStack2,
  IconUser,
  IconUsers,
  IconUsersGroup,
} from '../ui/icons.ts';

export interface NavEntry {
  to: string;
  label: string;
  Icon: ComponentType<{ size?: number; stroke?: number }>;
}

/** One of the places a person may work in: a license manager, the publisher's desk, the own licenses. */
export interface Place {
  id: string;
  kind: 'manager' | 'publisher' | 'my';
  name: string | null;
  entries: NavEntry[];
}

const managerEntries = (id: number): NavEntry[] => [
  { to: `/m/${id}/licenses`, label: 'nav.licenses', Icon: IconCertificate },
  { to: `/m/${id}/users`, label: 'nav.users', Icon: IconUsers },
  { to: `/m/${id}/links`, label: 'nav.links', Icon: IconLink },
  { to: `/m/${id}/activity`, label: 'nav.activity', Icon: IconActivity },
  { to: `/m/${id}/api`, label: 'nav.api', Icon: IconCode },
  { to: `/m/${id}/members`, label: 'nav.members', Icon: IconUsersGroup },
  { to: `/m/${id}/settings`, label: 'nav.settings', Icon: IconSettings },
];

const publisherEntries: NavEntry[] = [
  { to: '/publisher/overview', label: 'nav.overview', Icon: IconChartBar },
  { to: '/publisher/courses', label: 'nav.courses', Icon: IconBook2 },
  { to: '/publisher/managers', label: 'nav.managers', Icon: IconBuilding },
  { to: '/publisher/pools', label: 'nav.pools', Icon: IconStack2 },
  { to: '/publisher/orders', label: 'nav.orders', Icon: IconFileSpreadsheet },
  { to: '/publisher/people', label: 'nav.people', Icon: IconUser },
  { to: '/publisher/deliveries', label: 'nav.deliveries', Icon: IconMail },
  { to: '/publisher/accounts', label: 'nav.accounts', Icon: IconUsers },
  { to: '/publisher/staff', label: 'nav.staff', Icon: IconUsersGroup },
  { to: '/publisher/tokens', label: 'nav.api', Icon: IconCode },
  { to: '/publisher/settings', label: 'nav.settings', Icon: IconSettings },
  { to: '/publisher/import', label: 'nav.import', Icon: IconDatabaseImport },
];

/** All places of a person, in the order in which they are offered. */
export function placesOf(session: Session): Place[] {
  const places: Place[] = session.managers.map((m) => ({
    id: `m/${m.id}`,
    kind: 'manager',
    name: m.name,
    entries: managerEntries(m.id),
  }));
  if (session.publisher) places.push({ id: 'publisher', kind: 'publisher', name: null, entries: publisherEntries });
  if (session.student || places.length === 0)
    places.push({ id: 'my', kind: 'my', name: null, entries: [{ to: '/my', label: 'nav.my', Icon: IconBook2 }] });
  return places;
}

/** The place that the open page belongs to. */
export function usePlace(places: Place[]): Place | undefined {
  const pathname = useLocation({ select: (l) => l.pathname });
  return places.find((p) => `${pathname}/`.startsWith(`/${p.id}/`)) ?? places[0];
}

import {
  createRootRoute,
  createRoute,
  createRouter,
  notFound,
  Outlet,
  redirect,
  rootRouteId,
} from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { homePath, sessionQuery } from './account/session.ts';
import { base } from './api/base.ts';
import { wasPresent } from './api/drafts.ts';
import { queryClient } from './api/queries.ts';
import { withRareTexts } from './i18n/i18n.ts';
import { FramePending } from './shell/FramePending.tsx';
import { lazyPart } from './shell/lazy.ts';
import { ManagerPlace } from './shell/ManagerPlace.tsx';
import { PageFailed, PageMissing } from './shell/PageFailed.tsx';
import { PagePending } from './shell/PagePending.tsx';
import { Shell } from './shell/Shell.tsx';
import { warm } from './shell/warm.ts';
import type { AnyList } from './ui/ahead.tsx';
import { parseSearch, type Search, stringifySearch } from './ui/search.ts';

const loadSession = () => queryClient.ensureQueryData(sessionQuery);

const root = createRootRoute({ component: Outlet, notFoundComponent: PageMissing, validateSearch: (s: Search) => s });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  pendingComponent: () => null,
  beforeLoad: async () => {
    throw redirect({ to: homePath(await loadSession()) as '/', replace: true });
  },
});

/** Pages for anyone: nothing around them but the mark. */
const open = createRoute({
  getParentRoute: () => root,
  id: 'open',
  beforeLoad: loadSession,
  pendingComponent: () => null,
});

/** Pages that need a person. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: Shell,
  pendingComponent: FramePending,
  beforeLoad: async ({ location }) => {
    const session = await loadSession();
    if (session.user) return;
    const reason = wasPresent() ? 'session_ended' : undefined;
    throw redirect({ to: '/sign-in' as '/', search: { reason, next: location.href } as never, replace: true });
  },
});

/** License managers that were open here: whoever is removed meanwhile is told so, instead of that there is no such page. */
const visited = new Set<string>();

const manager = createRoute({
  getParentRoute: () => inside,
  path: 'm/$managerId',
  component: ManagerPlace,
  beforeLoad: async ({ params }) => {
    const { managers } = await loadSession();
    if (managers.some((m) => String(m.id) === params.managerId)) visited.add(params.managerId);
    else if (!visited.has(params.managerId)) throw notFound({ routeId: rootRouteId });
  },
});

/** The pages of the publisher's staff; to others there is nothing here. */
const publisher = createRoute({
  getParentRoute: () => inside,
  id: 'publisher',
  beforeLoad: async () => {
    if (!(await loadSession()).publisher) throw notFound({ routeId: rootRouteId });
  },
});

interface LoaderContext {
  preload: boolean;
  params: { managerId?: string };
  location: { search: object };
}

const page = <P extends typeof open | typeof inside | typeof manager | typeof publisher>(
  parent: P,
  path: string,
  load: () => Promise<object>,
  name: string,
  loader?: (context: LoaderContext) => void,
) =>
  createRoute({
    getParentRoute: () => parent as typeof open,
    path,
    ...(loader && { loader, staleTime: Number.POSITIVE_INFINITY }),
    component: lazyPart(load as () => Promise<Record<string, () => React.ReactNode>>, name),
  });

interface ManagerPage {
  /** The list of the page at an address. */
  listAt: (managerId: number, search: Search) => AnyList;
}

/** A page whose list is fetched as soon as a hand or the focus comes to a link to it, before that is pressed. */
const managerPage = (path: string, load: () => Promise<ManagerPage>, name: string) =>
  page(manager, path, load, name, ({ preload, params, location }) => {
    const prepare = async ({ listAt, ...parts }: ManagerPage) => {
      await queryClient.prefetchQuery(listAt(Number(params.managerId), location.search as Search));
      warm((parts as Record<string, ComponentType>)[name] as ComponentType);
    };
    if (preload) load().then(prepare, () => undefined); // whoever goes there is told what failed
  });

const openPages = [
  page(open, 'sign-in', () => import('./account/SignInPage.tsx'), 'SignInPage'),
  page(open, 'sign-in/link', () => import('./account/SignInLinkPage.tsx'), 'SignInLinkPage'),
  page(open, 'two-factor', () => import('./account/TwoFactorPage.tsx'), 'TwoFactorPage'),
  page(open, 'forgot', () => import('./account/ForgotPage.tsx'), 'ForgotPage'),
  page(open, 'reset', () => import('./account/ResetPage.tsx'), 'ResetPage'),
  page(open, 'setup', () => import('./account/SetupPage.tsx'), 'SetupPage'),
  page(open, 'invitation/$code', () => import('./account/InvitationPage.tsx'), 'InvitationPage'),
  page(open, 'l/$code', () => withRareTexts(import('./enroll/EnrollPage.tsx')), 'EnrollPage'),
  page(open, 'mail', () => import('./mail/MailPage.tsx'), 'MailPage'),
];

/** An address that mails lead to, or once did. */
const moved = (from: string, to: string) =>
  createRoute({
    getParentRoute: () => manager,
    path: from,
    beforeLoad: ({ params, location }) => {
      throw redirect({ to: `/m/${params.managerId}/${to}` as '/', search: location.search as never, replace: true });
    },
  });

const managerPages = [
  moved('students', 'users'),
  managerPage('licenses', () => import('./license/LicensesPage.tsx'), 'LicensesPage'),
  page(manager, 'licenses/roster', () => withRareTexts(import('./roster/RosterPage.tsx')), 'RosterPage'),
  managerPage('licenses/waiting', () => withRareTexts(import('./waiting/WaitingPage.tsx')), 'WaitingPage'),
  managerPage('licenses/requests', () => withRareTexts(import('./waiting/RequestsPage.tsx')), 'RequestsPage'),
  moved('requests', 'licenses/requests'),
  managerPage('users', () => import('./student/StudentsPage.tsx'), 'StudentsPage'),
  page(manager, 'users/$studentId', () => import('./student/PersonPage.tsx'), 'PersonPage'),
  managerPage('links', () => import('./link/LinksPage.tsx'), 'LinksPage'),
  managerPage('api', () => import('./token/TokensPage.tsx'), 'TokensPage'),
  managerPage('api/webhooks', () => withRareTexts(import('./webhook/WebhooksPage.tsx')), 'WebhooksPage'),
  page(manager, 'api/webhooks/$webhookId', () => withRareTexts(import('./webhook/WebhookPage.tsx')), 'WebhookPage'),
  managerPage('activity', () => import('./event/EventsPage.tsx'), 'EventsPage'),
  managerPage('members', () => import('./member/MembersPage.tsx'), 'MembersPage'),
];

const settingsPage = page(manager, 'settings', () => import('./settings/SettingsPage.tsx'), 'SettingsPage');

const insidePages = [
  page(inside, 'my', () => withRareTexts(import('./my/MyPage.tsx')), 'MyPage'),
  page(inside, 'account', () => import('./account/AccountPage.tsx'), 'AccountPage'),
];

/** A page of the publisher's console, with the texts that only such pages have. */
const consolePage = (path: string, load: () => Promise<object>, name: string) =>
  page(publisher, `publisher/${path}`, () => withRareTexts(load()), name);

const publisherPages = [
  createRoute({
    getParentRoute: () => publisher,
    path: 'publisher',
    beforeLoad: () => {
      throw redirect({ to: '/publisher/overview' as '/', replace: true });
    },
  }),
  consolePage('overview', () => import('./publisher/OverviewPage.tsx'), 'OverviewPage'),
  consolePage('managers/$managerId', () => import('./publisher/ManagerPage.tsx'), 'ManagerPage'),
  consolePage('courses/$courseId', () => import('./publisher/CoursePage.tsx'), 'CoursePage'),
  consolePage('pools/$poolId', () => import('./publisher/PoolPage.tsx'), 'PoolPage'),
  consolePage('orders', () => import('./publisher/OrdersPage.tsx'), 'OrdersPage'),
  consolePage('people', () => import('./publisher/PeoplePage.tsx'), 'PeoplePage'),
  consolePage('people/$studentId', () => import('./publisher/PublisherPersonPage.tsx'), 'PublisherPersonPage'),
  consolePage('deliveries', () => import('./publisher/DeliveriesPage.tsx'), 'DeliveriesPage'),
  consolePage('tokens', () => import('./publisher/PublisherTokensPage.tsx'), 'PublisherTokensPage'),
  consolePage('settings', () => import('./publisher/BrandPage.tsx'), 'BrandPage'),
  page(publisher, 'publisher/courses', () => import('./publisher/CoursesPage.tsx'), 'CoursesPage'),
  page(publisher, 'publisher/managers', () => import('./publisher/ManagersPage.tsx'), 'ManagersPage'),
  page(publisher, 'publisher/pools', () => import('./publisher/PoolsPage.tsx'), 'PoolsPage'),
  consolePage('accounts', () => import('./publisher/AccountsPage.tsx'), 'AccountsPage'),
  consolePage('staff', () => import('./publisher/AccountsPage.tsx'), 'StaffPage'),
  page(publisher, 'publisher/import', () => import('./publisher/ImportPage.tsx'), 'ImportPage'),
];

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    open.addChildren(openPages),
    inside.addChildren([
      manager.addChildren([...managerPages, settingsPage]),
      publisher.addChildren(publisherPages),
      ...insidePages,
    ]),
  ]),
  basepath: base || '/',
  parseSearch,
  stringifySearch: stringifySearch as (search: Record<string, unknown>) => string,
  defaultPreload: 'intent',
  defaultPreloadDelay: 0,
  defaultPreloadStaleTime: 0,
  defaultPendingComponent: PagePending,
  defaultErrorComponent: PageFailed,
  defaultPendingMs: 80,
  defaultPendingMinMs: 0,
  scrollRestoration: true,
});

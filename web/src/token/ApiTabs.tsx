import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useManager } from '../shell/manager.ts';
import classes from './ApiTabs.module.css';

/** The pages for programs: by which they call, and by which they are called. */
export function ApiTabs() {
  const { t } = useTranslation();
  const { id } = useManager();
  return (
    <nav className={classes.tabs} aria-label={t('token.pages')}>
      {(['api', 'api/webhooks'] as const).map((path) => (
        <Link
          key={path}
          to={`/m/${id}/${path}` as '/'}
          className={classes.tab}
          activeOptions={{ exact: true, includeSearch: false }}
        >
          {t(path === 'api' ? 'token.tokens' : 'webhook.title')}
        </Link>
      ))}
    </nav>
  );
}

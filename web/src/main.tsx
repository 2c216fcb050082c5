import './ui/mantine.css';
import 'virtual:theme.css';
import './ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { base } from './api/base.ts';
import { queryClient } from './api/queries.ts';
import { startLanguage } from './i18n/i18n.ts';
import { router } from './router.tsx';

/** Opened past the proxy that hands the path on: everything is found under the path all the same. */
const isElsewhere = base !== '' && location.pathname !== base && !location.pathname.startsWith(`${base}/`);
if (isElsewhere) history.replaceState(null, '', base + location.pathname + location.search + location.hash);

/** The fonts are larger than all the rest of a page, so they are fetched once nothing else is. */
function showFonts(): void {
  if (queryClient.isFetching() > 0) return;
  stopWaiting();
  document.documentElement.setAttribute('data-fonts', '');
  const remember = () => localStorage.setItem('carrel-fonts', '1');
  document.fonts.ready.then(remember).catch(() => undefined); // the browser keeps nothing for this site
}
let stopWaiting = () => {};
router.subscribe('onRendered', () => {
  stopWaiting();
  stopWaiting = queryClient.getQueryCache().subscribe(() => setTimeout(showFonts));
  setTimeout(showFonts);
});

await startLanguage();
const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );

import './ui/mantine.css';
import 'virtual:theme.css';
import './ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { base } from './api/base.ts';
import { startLanguage } from './i18n/i18n.ts';

/** Opened past the proxy that hands the path on: everything is found under the path all the same. */
const isElsewhere = base !== '' && location.pathname !== base && !location.pathname.startsWith(`${base}/`);
if (isElsewhere) history.replaceState(null, '', base + location.pathname + location.search + location.hash);

await startLanguage();
const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );

import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';
import type { Workers } from './test/browser/support.ts';
import { findChromium } from './test/support/chromium.mjs';

const chromium = findChromium();
if (!chromium) throw new Error('No Chromium for the browser tests: "node setup.mjs --tests" installs it or says how.');

const runsAsRoot = process.getuid?.() === 0;
const quietFlags = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-sync',
  '--no-first-run',
  '--disable-dev-shm-usage',
];

export default defineConfig<object, Workers>({
  testDir: 'test/browser',
  outputDir: 'test-results/browser',
  workers: Math.max(1, Math.floor(availableParallelism() / 2)),
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  retries: 0,
  reporter: [['list'], ['json', { outputFile: 'test-results/browser.json' }]],
  projects: [
    { name: 'sqlite', use: { engine: 'sqlite' } },
    { name: 'postgres', use: { engine: 'postgres' }, testIgnore: /accessibility|frame/ },
  ],
  use: {
    trace: 'retain-on-failure',
    locale: 'en-GB',
    timezoneId: 'UTC',
    launchOptions: {
      ...(chromium === 'playwright' ? {} : { executablePath: chromium }),
      args: [...quietFlags, ...(runsAsRoot ? ['--no-sandbox'] : [])],
    },
  },
});

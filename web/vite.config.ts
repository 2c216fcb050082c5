import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import tabler from '@iconify-json/tabler/icons.json' with { type: 'json' };
import { convertCssVariables, DEFAULT_THEME, defaultCssVariablesResolver, mergeMantineTheme } from '@mantine/core';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { firstLoad } from './first-load.ts';
import { notices } from './notices.ts';
import { theme } from './src/ui/theme.ts';

/**
 * Writes the theme's CSS variables into the style sheet at build time: the policy `style-src 'self'`
 * forbids the style element that the provider would add in the page.
 */
function themeCss(): Plugin {
  const id = 'virtual:theme.css';
  return {
    name: 'theme-css',
    resolveId: (source) => (source === id ? id : undefined),
    load(source) {
      if (source !== id) return;
      const css = convertCssVariables(defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme)), ':root');
      return `@layer theme { ${css} }`;
    },
  };
}

/** `virtual:icon/NAME` is the drawing of that name in the Tabler set. */
function icons(): Plugin {
  const prefix = '\0virtual:icon/';
  return {
    name: 'icons',
    resolveId: (source) => (source.startsWith('virtual:icon/') ? `\0${source}` : undefined),
    load(id) {
      if (!id.startsWith(prefix)) return;
      const drawing = tabler.icons[id.slice(prefix.length) as keyof typeof tabler.icons]?.body;
      if (!drawing) throw new Error(`Tabler has no icon ${id.slice(prefix.length)}`);
      const component = join(import.meta.dirname, 'src/ui/icon.tsx');
      const lines = JSON.stringify(drawing.replaceAll(' stroke-width="2"', ''));
      return `import { icon } from ${JSON.stringify(component)};\nexport default icon(${lines});`;
    },
  };
}

/** Puts a compressed copy beside each text file, so that the server has nothing to compress. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    writeBundle({ dir = '' }, bundle) {
      for (const name of Object.keys(bundle).filter((file) => /\.(js|css|html|svg|txt)$/.test(file))) {
        const bytes = readFileSync(join(dir, name));
        if (bytes.length < 1024) continue;
        writeFileSync(join(dir, `${name}.br`), brotliCompressSync(bytes));
        writeFileSync(join(dir, `${name}.gz`), gzipSync(bytes));
      }
    },
  };
}

const server = process.env.CARREL_URL ?? 'http://127.0.0.1:3000';

export default defineConfig({
  plugins: [react(), icons(), themeCss(), firstLoad(), notices(['@iconify-json/tabler']), compressed()],
  server: { proxy: { '/api': server } },
  preview: { proxy: { '/api': server } },
  // The page is served with the path that the server is reached under before its addresses; all else is found from there.
  experimental: {
    renderBuiltUrl: (name, { hostType }) => (hostType === 'html' ? `/${name}` : { relative: true }),
  },
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    cssCodeSplit: false,
    // Few files: over a slow line each costs the time of a whole request.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'app', tags: ['$initial'], priority: 3 },
            { name: 'lists', test: /license[\\/]LicensesPage\.tsx/, priority: 2 }, // and what it imports, as other lists do
            { name: 'later', test: /shell[\\/]later\.ts/, priority: 1 },
            { name: 'shared', minShareCount: 2 },
          ],
        },
      },
    },
  },
});

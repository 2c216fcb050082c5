import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { convertCssVariables, DEFAULT_THEME, defaultCssVariablesResolver, mergeMantineTheme } from '@mantine/core';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
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

/** Puts a compressed copy beside each text file, so that the server has nothing to compress. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    writeBundle({ dir = '' }, bundle) {
      for (const name of Object.keys(bundle).filter((file) => /\.(js|css|html|svg)$/.test(file))) {
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
  plugins: [react(), themeCss(), compressed()],
  server: { proxy: { '/api': server } },
  preview: { proxy: { '/api': server } },
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 600,
  },
});

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

const server = process.env.CARREL_URL ?? 'http://127.0.0.1:3000';

export default defineConfig({
  plugins: [react(), themeCss()],
  server: { proxy: { '/api': server } },
  preview: { proxy: { '/api': server } },
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 600,
  },
});

import { createTheme, type MantineColorsTuple } from '@mantine/core';

const green: MantineColorsTuple = [
  '#eef6f2',
  '#dcece4',
  '#b7d8c9',
  '#8fc3ac',
  '#6cb193',
  '#55a583',
  '#4a9f7a',
  '#358564',
  '#1c6a4e',
  '#10513a',
];
const brass: MantineColorsTuple = [
  '#fbf6ea',
  '#f5ebd2',
  '#e9d5a3',
  '#dcbd70',
  '#d2aa48',
  '#c99d30',
  '#bd8f22',
  '#a0771a',
  '#7f5c0f',
  '#654804',
];
const clay: MantineColorsTuple = [
  '#fdf1ee',
  '#f9e0da',
  '#f1beb2',
  '#e79a89',
  '#df7c67',
  '#d96951',
  '#d25c43',
  '#b94a33',
  '#9c3823',
  '#7f2a18',
];
const gray: MantineColorsTuple = [
  '#faf9f6',
  '#f4f2ed',
  '#e9e6df',
  '#dcd8cf',
  '#c8c3b8',
  '#a49f93',
  '#7d786c',
  '#5b574d',
  '#3c3932',
  '#242219',
];
const dark: MantineColorsTuple = [
  '#e8e6e0',
  '#c4c1b9',
  '#a9a69e',
  '#75726b',
  '#44443f',
  '#363632',
  '#262724',
  '#1d1e1c',
  '#171816',
  '#111210',
];

/** Colours, type and defaults; shades are picked so that text on them holds 4.5:1 in light and dark. */
export const theme = createTheme({
  primaryColor: 'green',
  primaryShade: 8,
  autoContrast: true,
  luminanceThreshold: 0.32,
  colors: { green, brass, clay, red: clay, gray, dark },
  white: '#ffffff',
  black: '#242219',
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
  headings: { fontFamily: "'Newsreader Variable', Georgia, serif", fontWeight: '550' },
  defaultRadius: 'md',
  radius: { xs: '4px', sm: '6px', md: '10px', lg: '14px', xl: '20px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // A menu stays within the landmark of its button, and nothing but its items takes the focus.
    Menu: { defaultProps: { withinPortal: false, floatingStrategy: 'fixed', withInitialFocusPlaceholder: false } },
  },
});

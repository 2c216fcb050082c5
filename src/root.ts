import { join } from 'node:path';

/** Where Carrel is installed. Its sources and the built server (main.js) lie equally deep in it. */
export const root: string = join(import.meta.dirname, '..');

/** Builds the server into `dist/`, with all that it needs in few files: it is ready sooner than from its sources. */
import { build } from 'rolldown';

await build({
  input: 'src/cli/program.ts',
  platform: 'node',
  external: ['pg-native'], // an addition to pg that is not used
  output: { dir: 'dist', cleanDir: true },
  logLevel: 'warn',
});

import { capabilitiesOf } from '../capabilities.ts';
import type { Call } from '../command.ts';

/** Ends a command that asks for a dry run of a server that would do it. */
export async function assertDryRuns({ options, session }: Call<{ dryRun?: boolean }>): Promise<void> {
  if (!options.dryRun) return;
  const { dryRuns } = await capabilitiesOf(session());
  if (!dryRuns) throw new Error('This server knows no dry runs. Nothing was done.');
}

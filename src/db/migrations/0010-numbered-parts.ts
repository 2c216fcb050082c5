import type { Migration } from '../migrate.ts';
import { countingFunctions, PARTS } from './0009-tally-in-parts.ts';

/** The numbers of processes are what they happen to be: two of ten connections often shared a part, and waited for each other. */
const postgres = `
create function carrel_part() returns bigint language sql stable as $$
  select coalesce(nullif(current_setting('carrel.part', true), '')::bigint, pg_backend_pid()) % ${PARTS}
$$;
${countingFunctions('carrel_part()')}`;

/** Connections count in the part of the totals that Carrel gives them; those of others by their process, as before. */
export const numberedParts: Migration = { name: '0010-numbered-parts', sqlite: '', postgres };

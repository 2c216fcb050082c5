import { type Migration, migrations } from '../../src/db/migrate.ts';
import { laterStep } from '../../test/support/release-records.ts';

/** The steps of the schema, and one more: upgrades are put to the test before there is one. */
export const upgradeSteps: readonly Migration[] = [...migrations, laterStep];

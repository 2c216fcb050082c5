/** The short form of every proof, as part of `npm test`. Where this machine cannot run one, it says so. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { defects } from './defects.ts';
import { proofs } from './registry.ts';
import { carryOut } from './support/proof.ts';

const SEED = 1;
const root = join(import.meta.dirname, '..');

test('every mistake that is built in on purpose fits the code', () => {
  const places = defects.flatMap(({ name, changes }) =>
    changes.map(({ file, from }) => ({
      name,
      file,
      found: readFileSync(join(root, file), 'utf8').split(from).length - 1,
    })),
  );
  assert.deepEqual(
    places.filter(({ found }) => found !== 1),
    [],
  );
});

for (const proof of proofs) {
  for (const engine of proof.engines) {
    test(`${proof.name} [${engine}]: ${proof.promise}`, { timeout: 400_000 }, async (t) => {
      const { failures, figure, skipped } = await carryOut(proof, { engine, n: proof.short, seed: SEED, timed: false });
      if (skipped !== undefined) return t.skip(skipped);
      t.diagnostic(figure);
      assert.deepEqual(failures, []);
    });
  }
}

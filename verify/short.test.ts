/** The short form of every proof, as part of `npm test`. Where this machine cannot run one, it says so. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { proofs } from './registry.ts';
import { carryOut } from './support/proof.ts';

const SEED = 1;

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

import { expect, test } from 'vitest';
import { simulateKeeping } from './keeping-simulation.ts';

/** Short enough for every run of the tests. */
test.each([1, 1_001])(
  'a keeper has the orders that its devices want after any trouble, in 60 runs (from seed %i)',
  async (seed) => {
    const { tally } = await simulateKeeping({ seed, runs: 60 });
    expect(tally['orders']).toBeGreaterThan(60);
    expect(tally['lies']).toBeGreaterThan(200);
    expect(tally['restored profile']).toBeGreaterThan(10);
    expect(tally['crash after order']).toBeGreaterThan(10);
  },
);

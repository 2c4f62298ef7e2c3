import { expect, test } from 'vitest';
import { simulateOpening, simulateOpenings } from './opening-simulation.ts';
import { LINKS, makeLinks } from './simulated-link.ts';

/** Short enough for every run of the tests; `npm run simulate -- once` does the long ones. */
test.each([1, 501, 1_001, 1_501])(
  'no link opens too often or unproven, and no read is lost, in 500 runs (from seed %i)',
  async (seed) => {
    const { tally } = await simulateOpenings({ seed, runs: 500 });
    expect(tally['releases']).toBeGreaterThan(400);
    expect(tally['lies']).toBeGreaterThan(400);
    expect(tally['crash after released']).toBeGreaterThan(20);
    expect(tally['crash before receipt stored']).toBeGreaterThan(20);
  },
);

test('the same seed is the same run', async () => {
  const made = await makeLinks(LINKS);
  expect(await simulateOpening(7, made)).toEqual(await simulateOpening(7, made));
});

import { expect, test } from 'vitest';
import { Simulation } from './simulation.ts';

/** Short enough for every run of the tests; `npm run simulate` does the long ones. */
test.each([1, 2, 3])(
  'the broker keeps every promise through storms, calms and an exodus (seed %i)',
  (seed) => {
    const simulation = new Simulation({ seed, members: 400, pages: 120 });
    simulation.run(280_000);
    expect(simulation.summary.served).toBeGreaterThan(1_000);
    expect(simulation.summary.lies).toBeGreaterThan(50);
    expect(simulation.summary.notes).toBeGreaterThan(100);
  },
);

test('the same seed is the same run', () => {
  const [one, other] = [1, 1].map((seed) => {
    const simulation = new Simulation({ seed, members: 100, pages: 50 });
    simulation.run(20_000);
    return simulation.summary;
  });
  expect(one).toEqual(other);
});

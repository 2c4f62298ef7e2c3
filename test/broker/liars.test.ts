import { expect, test } from 'vitest';
import type { Address } from '@mayfly/relay/protocol';
import { type Manner, type VirtualPage, World } from './world.ts';

const PAGE: VirtualPage = { address: 'c'.repeat(64) as Address, total: 900_000 };

/** A world in which fifty peers of a manner and one honest one hold the page, before readers come or after. */
function worldOf(manner: Manner, whenReadersCome: 'before' | 'after', seed: number): World {
  // Different firsts in each world: what is picked must not matter.
  let drawn = seed / 10;
  const world = new World([PAGE], () => (drawn = (drawn + 0.37) % 1));
  const readers = Array.from({ length: 20 }, () => world.connect('honest'));
  const want = () => readers.forEach((reader) => world.want(reader, PAGE));
  if (whenReadersCome === 'before') want();
  for (let n = 0; n < 50; n++) world.have(world.connect(manner), PAGE);
  world.have(world.connect('honest'), PAGE);
  if (whenReadersCome === 'after') want();
  return world;
}

const manners: readonly Manner[] = ['wrong bytes', 'wrong length', 'drops', 'silent'];
const cases = manners.flatMap((manner) =>
  (['before', 'after'] as const).flatMap((when) =>
    [1, 4, 9].map((seed) => [manner, when, seed] as const),
  ),
);

test.each(cases)(
  'fifty with manner "%s" keep nobody from the page of one honest seeder (readers came %s, seed %i)',
  (manner, when, seed) => {
    const world = worldOf(manner, when, seed);
    world.settle(manner === 'silent' ? 300_000 : 30_000);
    world.check();
    expect(world.served).toBe(20);
  },
);

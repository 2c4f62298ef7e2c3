import { expect, test, vi } from 'vitest';
import type { Address } from '@mayfly/relay/protocol';
import { LazySet } from '../../relay/broker/lazy-set.ts';
import { have, seeders, watch } from '../support/messages.ts';
import { alice, brokerWithin, hello, sent, world } from './scene.ts';

/** Pages that are had or wanted by many. */
const many = (count: number): Address[] =>
  Array.from({ length: count }, (_, n) => n.toString(16).padStart(64, '0') as Address);

test('[B1] to say have again at the bound is allowed, and what is held is not gone through for it', () => {
  const broker = brokerWithin({ haves: 100, watches: 100 }, alice);
  const pages = many(100);
  broker.receive(alice, have(...pages), 0);
  broker.receive(alice, watch(...pages), 0);
  const goingThrough = vi.spyOn(LazySet.prototype, Symbol.iterator);
  expect(broker.receive(alice, have(pages[7]!, pages[7]!), 1)).toEqual([]);
  expect(broker.receive(alice, watch(pages[7]!), 1)).toEqual([sent(alice, seeders(pages[7]!, 1))]);
  expect(broker.receive(alice, have(pages[7]!, hello), 1)).toHaveLength(1);
  expect(goingThrough).not.toHaveBeenCalled();
  goingThrough.mockRestore();
});

test('[B1] a page that one message names twice counts once', () => {
  const broker = brokerWithin({ haves: 2 }, alice);
  broker.receive(alice, have(hello), 0);
  expect(broker.receive(alice, have(hello, world, world), 1)).toEqual([]);
});

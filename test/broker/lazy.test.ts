import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LazyMap, LazySet } from '../../relay/broker/lazy.ts';

const KEYS = [{ name: 'a' }, { name: 'b' }, { name: 'c' }];
const key = fc.constantFrom(...KEYS);

describe('a lazy set', () => {
  test('is a set, whatever comes and goes', () => {
    const step = fc.oneof(
      fc.record({ type: fc.constant('add' as const), value: key }),
      fc.record({ type: fc.constant('delete' as const), value: key }),
      fc.record({ type: fc.constant('clear' as const), value: key }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const lazy = new LazySet<object>();
        const set = new Set<object>();
        for (const { type, value } of steps) {
          const was = lazy[type](value);
          const expected = set[type](value);
          if (type === 'delete') expect(was).toBe(expected);
          expect([...lazy]).toEqual([...set]);
          expect(lazy.size).toBe(set.size);
          for (const one of KEYS) expect(lazy.has(one)).toBe(set.has(one));
        }
      }),
    );
  });

  test('may be gone through while it loses what was seen', () => {
    for (const values of [KEYS, KEYS.slice(0, 1)]) {
      const lazy = new LazySet<object>(values);
      const seen = [];
      for (const value of lazy) {
        seen.push(value);
        lazy.delete(value);
      }
      expect(seen).toEqual(values);
      expect(lazy.size).toBe(0);
    }
  });
});

describe('a lazy map', () => {
  test('is a map, whatever comes and goes', () => {
    const step = fc.oneof(
      fc.record({ type: fc.constant('set' as const), at: key, value: fc.nat(9) }),
      fc.record({ type: fc.constant('delete' as const), at: key, value: fc.nat(9) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const lazy = new LazyMap<object, number>();
        const map = new Map<object, number>();
        for (const { type, at, value } of steps) {
          for (const one of [lazy, map]) {
            if (type === 'set') one.set(at, value);
            else one.delete(at);
          }
          expect([...lazy]).toEqual([...map]);
          expect([...lazy.keys()]).toEqual([...map.keys()]);
          expect(lazy.size).toBe(map.size);
          for (const one of KEYS)
            expect([lazy.has(one), lazy.get(one)]).toEqual([map.has(one), map.get(one)]);
        }
      }),
    );
  });
});

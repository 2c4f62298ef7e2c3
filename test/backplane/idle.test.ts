import { pino } from 'pino';
import { afterEach, expect, test, vi } from 'vitest';
import { DEFAULT_LIMITS } from '@mayfly/relay/protocol';
import { Backlog } from '../../relay/server/backlog.ts';
import { Performer } from '../../relay/server/perform.ts';
import { Totals } from '../../relay/server/totals.ts';
import { Waits } from '../../relay/server/waits.ts';
import { clusterOn } from './cluster-on.ts';
import { FakeNetwork } from './fake-bus.ts';

afterEach(() => vi.useRealTimers());

test('a clustered relay without connections does nothing but beat once a second', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setImmediate', 'performance'] });
  const network = new FakeNetwork();
  const relays = [0, 1].map(() => {
    const bus = network.connect();
    const cluster = clusterOn(bus);
    const ticks = vi.spyOn(cluster, 'tick');
    const nothing = (): void => {};
    const relay = new Performer({
      limits: DEFAULT_LIMITS,
      now: () => performance.now(),
      random: () => 0,
      log: pino({ level: 'silent' }),
      totals: new Totals(),
      waits: new Waits(nothing, nothing),
      backlog: new Backlog(),
      backplane: cluster,
    });
    return { bus, cluster, ticks, relay };
  });
  vi.advanceTimersByTime(10_500);
  for (const { bus, cluster, ticks, relay } of relays) {
    expect(bus.published).toHaveLength(11);
    expect(cluster.state.neighbours).toBe(1);
    expect(ticks.mock.calls.length).toBeLessThanOrEqual(15);
    relay.stop();
  }
});

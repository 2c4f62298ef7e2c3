import { afterEach, expect, test, vi } from 'vitest';
import { closeTab, DEADLINE_MS, type OpenTab } from './watched.ts';

afterEach(() => vi.useRealTimers());

test('a tab is closed once its load has ended, not before', async () => {
  const loaded = Promise.withResolvers<void>();
  const steps: string[] = [];
  const closing = closeTab(
    tabThat({ loaded: loaded.promise, close: async () => void steps.push('close') }),
  );
  await Promise.resolve();
  steps.push('loaded');
  loaded.resolve();
  await closing;
  expect(steps).toEqual(['loaded', 'close']);
});

test('a tab that never closes ends the bench and is named', async () => {
  vi.useFakeTimers();
  const closing = closeTab(tabThat({ close: () => new Promise(() => {}) }));
  const told = expect(closing).rejects.toThrow('at http://localhost/stuck');
  await vi.advanceTimersByTimeAsync(DEADLINE_MS);
  await told;
});

interface TabParts {
  readonly loaded?: Promise<void>;
  readonly close: OpenTab['close'];
}

function tabThat({ loaded = Promise.resolve(), close }: TabParts): OpenTab {
  return { waitForLoadState: () => loaded, close, url: () => 'http://localhost/stuck' };
}

import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { WxtVitest } from 'wxt/testing/vitest-plugin';
import LongestFirst from './test/support/longest-first.ts';

/** These tests share one process. Their modules keep nothing from one file for the next. */
const PURE = ['protocol', 'broker', 'client', 'words'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
);

// Tests start many relays and commands, which load the same modules: Node keeps what it compiled.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, 'node_modules/.cache/node');

/** These tests start relays, commands and servers. */
const PROCESSES = ['backplane', 'cli', 'server'].map((folder) => `test/${folder}/**/*.test.ts`);

export default defineConfig({
  test: {
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    coverage: {
      include: ['relay/**/*.{ts,tsx}', 'extension/**/*.{ts,tsx}'],
      reporter: ['text-summary'],
      reportOnFailure: true,
    },
    projects: [
      {
        test: {
          name: 'unit',
          testTimeout: 30_000,
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...PURE, ...PROCESSES, 'test/extension/**', 'test/journeys/**'],
          setupFiles: ['test/support/speak-english.ts'],
        },
      },
      {
        test: {
          name: 'processes',
          testTimeout: 30_000,
          include: PROCESSES,
          setupFiles: ['test/support/speak-english.ts'],
          // They share the processors with others, as journeys do.
          retry: 1,
        },
      },
      {
        test: {
          name: 'pure',
          testTimeout: 30_000,
          include: PURE,
          setupFiles: ['test/support/speak-english.ts'],
          // To start a process and load the same modules in it costs more than most of these files.
          isolate: false,
          unstubGlobals: true,
          restoreMocks: true,
        },
      },
      {
        plugins: [WxtVitest()],
        define: { __DEFAULT_RELAY__: JSON.stringify('http://localhost:4000') },
        test: {
          name: 'extension',
          testTimeout: 30_000,
          include: ['test/extension/**/*.test.ts'],
          setupFiles: ['test/extension/set-up.ts', 'test/support/speak-english.ts'],
        },
      },
      {
        test: {
          name: 'journeys',
          include: ['test/journeys/**/*.test.ts'],
          globalSetup: ['test/journeys/build.ts'],
          // In a group of their own, not beside tests that need the processors.
          sequence: { groupOrder: 1 },
          // Three times what any scene needs on a machine of its own: another may be as much slower.
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 60_000 } },
          // Two browsers share the processors with others. The report names each test that needed its second try.
          retry: 1,
        },
      },
    ],
  },
});

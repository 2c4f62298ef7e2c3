import { defineConfig } from 'vitest/config';
import { WxtVitest } from 'wxt/testing/vitest-plugin';
import LongestFirst from './test/support/longest-first.ts';

/** These tests share one process. Their modules keep nothing from one file for the next. */
const PURE = ['protocol', 'broker', 'client', 'words'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
);

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
          exclude: [...PURE, 'test/extension/**', 'test/journeys/**'],
          setupFiles: ['test/support/speak-english.ts'],
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
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // The default of one second is less than a browser may need on a busy machine.
          expect: { poll: { timeout: 30_000 } },
          // Two browsers share the processors with others. The report names each test that needed its second try.
          retry: 1,
        },
      },
    ],
  },
});

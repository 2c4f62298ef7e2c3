/** Bundles the commands for the package: Node runs no TypeScript below `node_modules`. */
import { defineConfig, type UserConfig } from 'vite';

type Output = NonNullable<UserConfig['build']>;

/** The files of the package, each of which loads others when it needs them. */
const PACKAGED: Output = {
  outDir: '../bin',
  rolldownOptions: {
    input: { mayfly: 'mayfly.ts', relay: '../main.ts' },
    // Optional, and native: `ws` does without it.
    external: ['bufferutil', 'utf-8-validate'],
    output: {
      entryFileNames: '[name].js',
      // In the same folder: the relay finds its web page beside it.
      chunkFileNames: '[name]-[hash].js',
    },
  },
};

/** One file, which Node takes into an executable. */
const EXECUTABLE: Output = {
  outDir: '../../.output/cli',
  rolldownOptions: {
    input: { mayfly: 'mayfly.ts' },
    output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
  },
};

export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  build: {
    ssr: true,
    target: 'node22',
    emptyOutDir: true,
    ...(mode === 'executable' ? EXECUTABLE : PACKAGED),
  },
  // The package needs no other one.
  ssr: { noExternal: true },
}));

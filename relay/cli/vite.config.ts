/** Bundles the commands for the package: Node runs no TypeScript below `node_modules`. */
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  build: {
    ssr: true,
    target: 'node22',
    outDir: '../bin',
    emptyOutDir: true,
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
  },
  // The package needs no other one.
  ssr: { noExternal: true },
});

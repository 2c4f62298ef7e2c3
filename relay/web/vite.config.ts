import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [preact()],
  worker: { format: 'es' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // The relay's policy lets nothing inline run, and loads nothing that is not a file of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});

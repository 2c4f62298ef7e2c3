import preact from '@preact/preset-vite';
import { defineConfig } from 'wxt';

/** The relay that a fresh installation uses; its origin is the only host permission asked for at install. */
const defaultRelay = process.env['MAYFLY_DEFAULT_RELAY'] ?? 'http://localhost:4000';

export default defineConfig({
  srcDir: 'extension',
  publicDir: 'extension/public',
  imports: false,
  modules: ['@wxt-dev/webextension-polyfill'],
  webExt: { disabled: true },
  vite: () => ({
    plugins: [preact()],
    define: { __DEFAULT_RELAY__: JSON.stringify(defaultRelay) },
  }),
});

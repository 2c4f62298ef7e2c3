import { resolve } from 'node:path';
import preact from '@preact/preset-vite';
import { mergeConfig } from 'vite';
import { type UserManifest, defineConfig } from 'wxt';

/** The relay that a fresh installation uses; its origin is the only host permission asked for at install. */
const defaultRelay = process.env['MAYFLY_DEFAULT_RELAY'] ?? 'http://localhost:4000';
/** A fixed extension id for tests; a released package has none, so that each store gives its own. */
const testKey = process.env['MAYFLY_TEST_KEY'];

const { protocol, hostname } = new URL(defaultRelay);
const defaultHost = `${protocol}//${hostname}/*`; // match patterns know no ports
const anyHost = ['http://*/*', 'https://*/*'];

/** Hosts are permissions in MV2, and WXT's types know only MV3's. */
type Permission = NonNullable<UserManifest['optional_permissions']>[number];

const gecko = {
  id: '{6d61f9b2-2d5c-4c0e-9d0a-6f1b7a0e4d11}',
  strict_min_version: '142.0', // the first that asks about the data below on every platform
  // Shared pages go to their readers. Relays learn of opened pages only if the user chose so.
  data_collection_permissions: { required: ['websiteContent'], optional: ['browsingActivity'] },
} satisfies NonNullable<UserManifest['browser_specific_settings']>['gecko'];

/** The modules that several pages share become one file: the popup is painted sooner (`npm run bench:extension`). */
const ofPages = /\/node_modules\/(@?preact|idb)\b|^(?!.*\/node_modules\/).*\/(relay|extension)\//;

export default defineConfig({
  srcDir: 'extension',
  publicDir: 'extension/public',
  imports: false,
  modules: ['@wxt-dev/webextension-polyfill', '@wxt-dev/i18n/module'],
  // The relay's page shows the same texts.
  i18n: { localesDir: resolve(import.meta.dirname, 'relay/words/locales') },
  hooks: {
    // Without Portuguese of its own, the browser of a reader in Portugal would speak English.
    'build:publicAssets': (_, assets) => {
      const brazilian = assets.find(({ relativeDest }) => /\bpt_BR\b/.test(relativeDest));
      const relativeDest = brazilian?.relativeDest.replace('pt_BR', 'pt_PT');
      if (brazilian && relativeDest) assets.push({ ...brazilian, relativeDest });
    },
    'vite:build:extendConfig': (entrypoints, config) => {
      if (entrypoints.length === 1) return; // everything that is not a page stays one file
      const groups = [{ name: 'shared', test: ofPages, minShareCount: 3 }];
      config.build = mergeConfig(config.build ?? {}, {
        rolldownOptions: { output: { codeSplitting: { groups } } },
      });
    },
  },
  webExt: { disabled: true },
  zip: {
    // Made with Chromium's package (`--sources`): for Firefox WXT leaves out what only Chromium is built from.
    zipSources: false,
    includeSources: ['*.{json,ts,md}', 'LICENSE', 'extension/**', 'relay/**'],
    excludeSources: ['relay/web/dist/**'],
  },
  vite: () => ({
    plugins: [preact()],
    worker: { format: 'es' },
    define: { __DEFAULT_RELAY__: JSON.stringify(defaultRelay) },
  }),
  manifest: ({ browser, manifestVersion }): UserManifest => ({
    name: 'Mayfly',
    description: '__MSG_manifest_description__',
    default_locale: 'en',
    icons: { 16: 'icon-16.png', 32: 'icon-32.png', 48: 'icon-48.png', 128: 'icon-128.png' },
    permissions: [
      'storage',
      // The browser must not delete published pages when the disk is full. It adds no install warning.
      'unlimitedStorage',
      'alarms',
      'contextMenus',
      'activeTab',
      'scripting',
      'clipboardWrite',
      'declarativeNetRequestWithHostAccess',
      'notifications',
      ...(browser === 'firefox' ? [] : ['offscreen' as const]),
    ],
    host_permissions: [defaultHost],
    ...(manifestVersion === 2
      ? { optional_permissions: ['clipboardRead', ...anyHost] as Permission[] }
      : { optional_permissions: ['clipboardRead'], optional_host_permissions: anyHost }),
    // A private window must leave no trace, but an opened page is a stored and held page.
    incognito: 'not_allowed',
    // A link to a relay may be clicked on any site, and is redirected from there to the viewer.
    web_accessible_resources: [{ resources: ['viewer.html'], matches: anyHost }],
    content_security_policy: {
      extension_pages: [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        'media-src data: blob:',
        "worker-src 'self'",
        // Relays are on ws: and wss:. The trial of a relay asks sites on http: or https:, to tell a relay from another
        // site. The extension's pages hand files to its background as blob: addresses.
        'connect-src ws: wss: http: https: blob:',
        "frame-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        // As in the relay's page, markup and scripts come in through one module, relay/view/trusted.ts. A browser
        // without Trusted Types ignores both.
        "require-trusted-types-for 'script'",
        'trusted-types mayfly dompurify',
      ].join('; '),
    },
    omnibox: { keyword: 'mayfly' },
    commands: {
      [manifestVersion === 2 ? '_execute_browser_action' : '_execute_action']: {
        suggested_key: { default: 'Alt+Shift+M' },
      },
      'share-selection': {
        suggested_key: { default: 'Alt+Shift+S' },
        description: '__MSG_menu_shareSelection__',
      },
      'share-page': {
        // With P, Chromium makes a group of tabs.
        suggested_key: { default: 'Alt+Shift+G' },
        description: '__MSG_menu_sharePage__',
      },
    },
    ...(browser === 'firefox' && { browser_specific_settings: { gecko } }),
    ...(testKey && { key: testKey }),
  }),
});

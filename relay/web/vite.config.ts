import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import preact from '@preact/preset-vite';
import { build, defineConfig, type Plugin } from 'vite';

/** Files that the author's screen shares with others, which are loaded after it. No reader needs them. */
const COMPOSING =
  /\/(?:compose-screen|compose-foot|encrypt-switch|file-drop|file-field|place-notice|tab-shares|offered-file|transferred-files|interrupted-share|media\/(?:place|exif-gps|png-checksums))\.tsx?$/;
/** Files that several parts of the program share, and no first screen needs. */
const LATER =
  /\/idb\/|\/once\/|\/bundle\/(?!bundle-limits)|\/(?:once-link|held-names|key-field|relay-links|tab-database|stored-pages|unlock)\.tsx?$/;
const isFirst = (id: string) => !COMPOSING.test(id) && !LATER.test(id);
const INERT = /\/relay\/(?:view|client|protocol)\/.*\.tsx?$/;

export default defineConfig({
  root: import.meta.dirname,
  plugins: [preact(), texts(), plainImports(), hurried(), together(), compressed()],
  worker: { format: 'es' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // The relay's policy lets nothing inline run, and loads nothing that is not a file of its own.
    assetsInlineLimit: 0,
    modulePreload: false, // `hurried` names the files that are needed at once
    // Importing one of these files does nothing by itself, so a chunk holds only the files that it uses.
    rolldownOptions: {
      checks: { pluginTimings: false }, // compressing takes long on purpose
      treeshake: { moduleSideEffects: (id) => !INERT.test(id) },
      output: {
        codeSplitting: {
          groups: [
            { name: 'shared', minShareCount: 2, test: isFirst, priority: 2 },
            { name: 'composing', test: COMPOSING, priority: 1 },
          ],
        },
      },
    },
  },
});

const LOCALES = `${import.meta.dirname}/../words/locales`;
/** The texts of the first screens, and those of many files and of once links: each in files of their own. */
const SHOWN: Readonly<Record<string, RegExp>> = {
  '?texts': /^(?:language$|view_|web_)/,
  '?rest-of-texts': /^(?:files|once)_/,
};

/** Cuts from the catalogue the texts that this page shows, without the notes for translators. */
function texts(): Plugin {
  return {
    name: 'texts',
    enforce: 'pre',
    async load(id) {
      const [file = '', query = ''] = id.split(/(?=\?)/);
      const shown = SHOWN[query];
      if (!shown || !file.endsWith('.json')) return undefined;
      const texts = Object.fromEntries(
        [...(await textsIn(file))].filter(([key]) => shown.test(key)),
      );
      return `export default ${JSON.stringify(texts)}`;
    },
    // No script can choose a language here, so the page says this in each one.
    async transformIndexHtml(html) {
      const files = (await readdir(LOCALES)).filter((name) => name !== 'en.json');
      const others = await Promise.all(files.map((name) => textsIn(`${LOCALES}/${name}`)));
      const said = others.map(
        (all) => `<p lang="${all.get('language')}" dir="auto">${all.get('web_noScript')}</p>`,
      );
      return html.replace('</noscript>', `${said.join('')}</noscript>`);
    },
  };
}

/** Leaves out Vite's code for the styles of lazy chunks: all styles are in one file, and the page names it. */
function plainImports(): Plugin {
  return {
    name: 'plain-imports',
    enforce: 'pre',
    load: (id) =>
      id.endsWith('vite/preload-helper.js')
        ? 'export const __vitePreload = (load) => load();'
        : undefined,
    generateBundle(_options, bundle) {
      const styles = Object.keys(bundle).filter((name) => name.endsWith('.css'));
      if (styles.length !== 1) this.error(`expected one file of styles, got ${styles.join(', ')}`);
    },
  };
}

/** The chunks that every reader needs, besides those that the page names by itself. */
const NEEDED = ['shared', 'read-screen'];
const FIRST = `${import.meta.dirname}/first.ts`;

/** Has the page name the first file and the needed chunks: otherwise the browser learns of each from the one before. */
function hurried(): Plugin {
  return {
    name: 'hurried',
    async buildStart() {
      this.addWatchFile(FIRST);
    },
    async generateBundle() {
      this.emitFile({ type: 'asset', name: 'first.js', source: await firstFile() });
    },
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const files = Object.values(bundle);
        const first = files.find(({ fileName }) => fileName.startsWith('assets/first-'));
        const needed = files.filter((one) => one.type === 'chunk' && NEEDED.includes(one.name));
        const links = needed.map(({ fileName }) => linkTo(fileName));
        // Before the styles, so that the first file gets the connection that the page came by.
        return html
          .replace('<script', `<script async type="module" src="/${first?.fileName}"></script>$&`)
          .replace('</head>', `${links.join('')}$&`);
      },
    },
  };
}

/** Has a browser ask for the author's screen and for what it shares at once, and not for one after the other. */
function together(): Plugin {
  return {
    name: 'together',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((one) => one.type === 'chunk');
      const loading = (name: string) => {
        const file = chunks.find((chunk) => chunk.name === name)?.fileName.replace('assets/', '');
        return file ?? this.error(`expected a chunk called ${name}`);
      };
      const screen = `import(\`./${loading('compose-screen')}\`)`;
      for (const chunk of chunks) {
        chunk.code = chunk.code.replaceAll(
          screen,
          `(import(\`./${loading('composing')}\`).catch(()=>{}),${screen})`,
        );
      }
    },
  };
}

function linkTo(file: string): string {
  return `<link rel="modulepreload" crossorigin href="/${file}">`;
}

/** Built by itself, so that it shares no chunk with the rest of the program. */
async function firstFile(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    build: { write: false, modulePreload: false, rolldownOptions: { input: FIRST } },
  });
  const [file] = [built].flat().flatMap((one) => ('output' in one ? one.output : []));
  if (file?.type !== 'chunk') throw new Error('expected one file to be built of first.ts');
  return file.code;
}

/** A compressed form is stored if it is at most this share of the file. */
const SAVED = 0.9;

/** Stores the compressed forms of each file for the relay to send; not while the page is rebuilt on change. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    async writeBundle({ dir = '' }, bundle) {
      if (this.meta.watchMode) return;
      await Promise.all(Object.keys(bundle).map((name) => compress(join(dir, name))));
    },
  };
}

async function compress(path: string): Promise<void> {
  const bytes = await readFile(path);
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  const forms = {
    '.br': brotliCompressSync(bytes, { params }),
    '.gz': gzipSync(bytes, { level: 9 }),
  };
  for (const [ending, form] of Object.entries(forms)) {
    if (form.length < bytes.length * SAVED) await writeFile(path + ending, form);
  }
}

async function textsIn(file: string): Promise<ReadonlyMap<string, string>> {
  const all = JSON.parse(await readFile(file, 'utf8')) as object;
  return new Map(Object.entries(all).map(([key, text]) => [key, text.message ?? text]));
}

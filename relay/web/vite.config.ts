import { readdir, readFile } from 'node:fs/promises';
import preact from '@preact/preset-vite';
import { defineConfig, type Plugin } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [preact(), texts()],
  worker: { format: 'es' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // The relay's policy lets nothing inline run, and loads nothing that is not a file of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});

const LOCALES = `${import.meta.dirname}/../view/locales`;
const QUERY = '?texts';

/** Of the catalogue of all texts those that this page shows, without what is said to translators. */
function texts(): Plugin {
  return {
    name: 'texts',
    enforce: 'pre',
    async load(id) {
      if (!id.endsWith(`.json${QUERY}`)) return undefined;
      const shown = [...(await textsIn(id.slice(0, -QUERY.length)))];
      const texts = Object.fromEntries(shown.filter(([key]) => isShown(key)));
      return `export default ${JSON.stringify(texts)}`;
    },
    // Without a script nothing can be chosen, so that is said in each language.
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

function isShown(key: string): boolean {
  return /^(?:language$|view_|web_)/.test(key);
}

async function textsIn(file: string): Promise<ReadonlyMap<string, string>> {
  const all = JSON.parse(await readFile(file, 'utf8')) as object;
  return new Map(Object.entries(all).map(([key, text]) => [key, text.message ?? text]));
}

/** The page that shows content in tests, and the policy that the relay sends with it. */
import { build } from 'vite';

export const RELAY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  'media-src data: blob:',
  "worker-src 'self'",
  "connect-src 'self'",
  "frame-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types mayfly dompurify',
].join('; ');

export const CONTENT_HTML = `<!doctype html><title>still</title><link rel="stylesheet" href="/page.css">
<body></body><script async type="module" src="/page.js"></script>`;

/** The files of frame-page.tsx, workers and styles included, by their names. */
export async function contentFiles(): Promise<Map<string, string>> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    worker: { format: 'es' },
    build: {
      write: false,
      cssCodeSplit: false,
      modulePreload: false,
      rolldownOptions: {
        input: { page: `${import.meta.dirname}/frame-page.tsx` },
        output: {
          entryFileNames: '[name].js',
          assetFileNames: ({ names: [name = ''] }) =>
            name.endsWith('.css') ? 'page.css' : 'assets/[name]-[hash][extname]',
        },
      },
    },
  });
  if (!('output' in built)) throw new Error('expected one bundle');
  return new Map(
    built.output.map((file) => [
      file.fileName,
      file.type === 'chunk' ? file.code : String(file.source),
    ]),
  );
}

export function contentType(name: string): string {
  return name.endsWith('.css') ? 'text/css' : 'text/javascript; charset=utf-8';
}

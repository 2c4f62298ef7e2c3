/** Every hostile page, armed with the address of a spy. */
import { FETCHES } from './fetches.ts';
import { MARKDOWN } from './markdown.ts';
import { MUTATIONS } from './mutations.ts';
import { SCRIPTS } from './scripts.ts';
import { type HostilePage, type Vectors, arm, pageOf } from './vectors.ts';

export const HTML: Vectors = { ...SCRIPTS, ...FETCHES, ...MUTATIONS };

/** What is read differently beside others stands alone, the rest in dozens; what swallows all that follows, twice. */
export function htmlPages(spy: string): readonly HostilePage[] {
  return [
    ...pagesOf(MUTATIONS, 'text/html', spy),
    ...inDozens(SCRIPTS, 'scripts', spy),
    ...inDozens(reversed(SCRIPTS), 'scripts, last first', spy),
    ...inDozens(FETCHES, 'fetches', spy),
  ];
}

/** The same in fewer pages; some swallow those that follow. */
export function htmlInDozens(spy: string): readonly HostilePage[] {
  return inDozens(HTML, 'all', spy);
}

function reversed(vectors: Vectors): Vectors {
  return Object.fromEntries(Object.entries(vectors).toReversed());
}

function inDozens(vectors: Vectors, title: string, spy: string): readonly HostilePage[] {
  const sources = Object.entries(vectors).map(([name, source]) => arm(name, source, spy));
  return Array.from({ length: Math.ceil(sources.length / 12) }, (_, i) =>
    pageOf(`${title}, dozen ${i + 1}`, sources.slice(12 * i, 12 * (i + 1)).join('\n'), {
      mediaType: 'text/html',
    }),
  );
}

export function markdownPages(spy: string): readonly HostilePage[] {
  const all = Object.entries(HTML).map(([name, source]) => arm(name, source, spy));
  return [
    ...pagesOf(MARKDOWN, 'text/markdown', spy),
    // Some of them swallow what follows; so the other way round too.
    pageOf('all in Markdown', all.join('\n\n'), { mediaType: 'text/markdown' }),
    pageOf('all in Markdown, last first', all.toReversed().join('\n\n'), {
      mediaType: 'text/markdown',
    }),
  ];
}

function pagesOf(vectors: Vectors, mediaType: string, spy: string): readonly HostilePage[] {
  return Object.entries(vectors).map(([name, source]) =>
    pageOf(name, arm(name, source, spy), { mediaType }),
  );
}

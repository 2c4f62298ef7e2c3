/** Every hostile page, armed with the address of a spy. */
import { FETCHES } from './fetches.ts';
import { FOREIGN } from './foreign.ts';
import { MARKDOWN } from './markdown.ts';
import { MUTATIONS } from './mutations.ts';
import { SCRIPTS } from './scripts.ts';
import { type HostilePage, type Vectors, arm, pageOf } from './vectors.ts';

export const HTML: Vectors = { ...SCRIPTS, ...FETCHES, ...MUTATIONS, ...FOREIGN };

/**
 * Pieces that depend on their neighbours stand alone, and the rest together. Pieces that swallow the rest appear twice.
 */
export function htmlPages(spy: string): readonly HostilePage[] {
  return [
    ...pagesOf(MUTATIONS, 'text/html', spy),
    ...together(SCRIPTS, 'scripts', 'text/html', spy),
    ...together(reversed(SCRIPTS), 'scripts, last first', 'text/html', spy),
    ...together(FETCHES, 'fetches', 'text/html', spy),
    ...together(FOREIGN, 'foreign', 'text/html', spy),
    ...together(reversed(FOREIGN), 'foreign, last first', 'text/html', spy),
  ];
}

/** The same in few pages. Some pieces swallow those after them. */
export function htmlTogether(spy: string): readonly HostilePage[] {
  return together(HTML, 'all', 'text/html', spy);
}

/** Some pieces swallow those after them, so the reverse order is there too. */
export function markdownPages(spy: string): readonly HostilePage[] {
  const all = Object.entries(HTML).map(([name, source]) => arm(name, source, spy));
  return [
    ...together(MARKDOWN, 'Markdown', 'text/markdown', spy),
    ...together(reversed(MARKDOWN), 'Markdown, last first', 'text/markdown', spy),
    pageOf('all in Markdown', all.join('\n\n'), { mediaType: 'text/markdown' }),
    pageOf('all in Markdown, last first', all.toReversed().join('\n\n'), {
      mediaType: 'text/markdown',
    }),
  ];
}

function reversed(vectors: Vectors): Vectors {
  return Object.fromEntries(Object.entries(vectors).toReversed());
}

/** The spy hears each under a name of its own, so the test still knows the culprit. */
const MOST_TOGETHER = 24;

function together(
  vectors: Vectors,
  title: string,
  mediaType: string,
  spy: string,
): readonly HostilePage[] {
  const sources = Object.entries(vectors).map(([name, source]) => arm(name, source, spy));
  return Array.from({ length: Math.ceil(sources.length / MOST_TOGETHER) }, (_, i) => {
    const some = sources.slice(MOST_TOGETHER * i, MOST_TOGETHER * (i + 1));
    return pageOf(`${title}, part ${i + 1}`, some.join('\n\n'), { mediaType });
  });
}

function pagesOf(vectors: Vectors, mediaType: string, spy: string): readonly HostilePage[] {
  return Object.entries(vectors).map(([name, source]) =>
    pageOf(name, arm(name, source, spy), { mediaType }),
  );
}

import type { Page } from './reading.ts';

export interface PageContentProps {
  readonly page: Page;
}

/** The content of a page. Nothing in it can run or call out, whatever its type says. */
export function PageContent({ page }: PageContentProps) {
  return <pre class="content-text">{new TextDecoder().decode(page.bytes)}</pre>;
}

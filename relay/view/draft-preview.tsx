import { useMemo } from 'preact/hooks';
import type { Address } from '../protocol/address.ts';
import type { Draft } from '../words/draft.ts';
import { PageContent } from './page-content.tsx';

export interface DraftPreviewProps {
  readonly draft: Draft;
}

/** A draft as its readers will see it: in a frame where nothing can run or call out. Import `draft-preview.css` beside it. */
export function DraftPreview({ draft }: DraftPreviewProps) {
  const page = useMemo(
    () => ({
      address: 'draft' as Address, // it has none yet, and none is shown
      bytes: new TextEncoder().encode(draft.text),
      mediaType: draft.mediaType,
    }),
    [draft.text, draft.mediaType],
  );
  return <PageContent page={page} />;
}

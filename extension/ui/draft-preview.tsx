import type { Address } from '@mayfly/relay/protocol';
import { PageContent } from '@mayfly/relay/view';
import { type Draft } from '@mayfly/relay/words';
import { useMemo } from 'preact/hooks';
import './draft-preview.css';

/** A draft as its readers will see it: in a frame where nothing can run or call out. */
export function DraftPreview({ draft }: { readonly draft: Draft }) {
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

import type { Draft } from '@mayfly/relay/words';
import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';

type Preview = FunctionComponent<{ readonly draft: Draft }>;

/** The preview of a draft, whose code is loaded when somebody first wants to see it: the popup opens without. */
export function LazyPreview({ draft }: { readonly draft: Draft }) {
  const [loaded, setLoaded] = useState<{ readonly Preview: Preview }>();
  useEffect(() => {
    void import('./styled-preview.tsx').then(({ DraftPreview }) =>
      setLoaded({ Preview: DraftPreview }),
    );
  }, []);
  return loaded ? <loaded.Preview draft={draft} /> : null;
}

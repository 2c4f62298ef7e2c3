import { useEffect, useState } from 'preact/hooks';
import type { Page } from './reading.ts';

/** A blob: address of a page's bytes under a type of our choice, for as long as the component is there. */
export function useObjectUrl({ bytes }: Page, mediaType: string): string | undefined {
  const [url, setUrl] = useState<string | undefined>(undefined);
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([bytes], { type: mediaType }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes, mediaType]);
  return url;
}

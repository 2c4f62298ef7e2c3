import { useEffect, useState } from 'preact/hooks';

/** A blob: address of some bytes with a type of our choice, for as long as the component exists. */
export function useObjectUrl(
  bytes: Uint8Array<ArrayBuffer> | undefined,
  mediaType: string,
): string | undefined {
  const [url, setUrl] = useState<string | undefined>(undefined);
  useEffect(() => {
    if (!bytes) return undefined;
    const made = URL.createObjectURL(new Blob([bytes], { type: mediaType }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes, mediaType]);
  return url;
}

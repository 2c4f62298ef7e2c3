/** The encoding of the text on a screen: the one that the page names, else a guess, or the reader's choice. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { certainEncoding, toldEncoding } from '../words/text/encoding.ts';
import { findEncoding } from '../words/text/find-encoding.ts';
import { isTextKind, kindOf } from '../words/page-kind.ts';
import type { Page } from '../words/reading.ts';

export interface EncodedPage {
  /** The page with its encoding; without an encoding while a guess is awaited. */
  readonly page: Page;
  readonly isAwaited: boolean;
  /** Absent if there is none: the page is no text, or its bytes prove their encoding. */
  readonly choice?: EncodingChoice;
}

export interface EncodingChoice {
  readonly encoding: string;
  /** Neither page nor reader has named it. */
  readonly isGuessed: boolean;
  readonly onEncoding: (encoding: string) => void;
}

/** `page` with its present encoding. */
export function useEncoding(page: Page): EncodedPage {
  const { bytes, mediaType, name } = page;
  const isOpen = useMemo(
    () => isTextKind(kindOf(page).kind) && certainEncoding(bytes) === undefined,
    [bytes, mediaType, name],
  );
  const told = useMemo(() => (isOpen ? toldEncoding(page) : undefined), [isOpen, bytes, mediaType]);
  const [guess, setGuess] = useState<Found>();
  const [choice, setChoice] = useState<Found>();
  useEffect(() => {
    if (!isOpen || told !== undefined) return undefined;
    let isLeft = false;
    void findEncoding(page).then((encoding) => {
      if (!isLeft) setGuess({ bytes, encoding });
    });
    return () => void (isLeft = true);
  }, [isOpen, told, bytes]);
  const chosen = encodingFor(bytes, choice);
  const encoding = chosen ?? told ?? encodingFor(bytes, guess);
  const encoded = useMemo(
    () => (isOpen && encoding !== undefined ? { ...page, encoding } : page),
    [page, isOpen, encoding],
  );
  if (!isOpen || encoding === undefined) return { page, isAwaited: isOpen };
  const onEncoding = (next: string) => setChoice({ bytes, encoding: next });
  const isGuessed = chosen === undefined && told === undefined;
  return { page: encoded, isAwaited: false, choice: { encoding, isGuessed, onEncoding } };
}

/** An encoding, and the bytes to which it belongs: it says nothing about another page. */
interface Found {
  readonly bytes: Uint8Array;
  readonly encoding: string;
}

function encodingFor(bytes: Uint8Array, found: Found | undefined): string | undefined {
  return found?.bytes === bytes ? found.encoding : undefined;
}

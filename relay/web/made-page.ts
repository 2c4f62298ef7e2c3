/** Makes a page of a text or a file. It is loaded with the screen for writing; a reader needs none of it. */
import { largestContent, seal, type Sealed } from '../client/seal.ts';
import type { Link } from '../protocol/link.ts';
import { contentTypeOf, formatBytes, readFile, t } from '../words/index.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export interface Content {
  readonly bytes: Bytes;
  readonly hints: Pick<Link, 'mediaType' | 'name'>;
}

export async function contentOfFile(file: File): Promise<Content> {
  const bytes = await readFile(file);
  return { bytes, hints: { mediaType: await contentTypeOf(file, bytes), name: file.name } };
}

export interface Making {
  readonly isSealed: boolean;
  /** The largest page, in bytes. The size is known once the page is sealed; a page that is too large throws then. */
  readonly pageBytes: number;
}

/** Makes the bytes that travel, and the key if they are encrypted. */
export async function makePage(
  content: Bytes,
  { isSealed, pageBytes }: Making,
): Promise<Pick<Sealed, 'bytes'> & Partial<Sealed>> {
  const made = isSealed ? await seal(content) : { bytes: content };
  if (made.bytes.length <= pageBytes) return made;
  const room = formatBytes(isSealed ? largestContent(pageBytes) : pageBytes);
  throw new Error(t('view_textTooLarge', { size: formatBytes(content.length), room }));
}

/** Makes a page of what somebody wrote or chose. Comes with the screen for writing: who only reads needs none of it. */
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
  /** The largest page, in bytes. How large one becomes is known once it is sealed: then it throws. */
  readonly pageBytes: number;
}

/** What travels of it, and the key if it is encrypted. */
export async function makePage(
  content: Bytes,
  { isSealed, pageBytes }: Making,
): Promise<Pick<Sealed, 'bytes'> & Partial<Sealed>> {
  const made = isSealed ? await seal(content) : { bytes: content };
  if (made.bytes.length <= pageBytes) return made;
  const room = formatBytes(isSealed ? largestContent(pageBytes) : pageBytes);
  throw new Error(t('view_textTooLarge', { size: formatBytes(content.length), room }));
}

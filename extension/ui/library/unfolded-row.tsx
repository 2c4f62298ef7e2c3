/** The row of the library that shows the files of its bundle, or its once links: one at a time, higher than all others. */
import type { Address } from '@mayfly/relay/protocol';
import { useRef, useState } from 'preact/hooks';
import type { LibraryPage } from '../../messages.ts';
import { useHeight } from './visible-rows.ts';

/** The number of files in sight below a row. The user scrolls to the others. */
const SEEN_FILES = 6;

/** The height of a once link, in lines of files. */
const LINK_LINES = 2;
/** The once links in sight below a row. */
const SEEN_LINKS = 3;

/** The lines of the box of a bundle's files, or of once links. */
export function fileLines({ bundle, once }: LibraryPage): number {
  if (once)
    return (
      Math.ceil(Math.min(Math.max(once.length, 1), SEEN_LINKS) * LINK_LINES) +
      (once.length > 1 ? 2 : 0)
    );
  return Math.min(Math.max(bundle?.entries ?? 0, 2), SEEN_FILES);
}

export interface Unfolded {
  /** -1 if there is none. */
  readonly index: number;
  readonly page: LibraryPage | undefined;
  /** The pixels that its files add to it. */
  readonly height: number;
  readonly probe: { readonly current: HTMLDivElement | null };
  readonly set: (address: Address | undefined) => void;
}

export function useUnfolded(rows: readonly LibraryPage[]): Unfolded {
  const [address, set] = useState<Address | undefined>(undefined);
  const probe = useRef<HTMLDivElement>(null);
  const index = address === undefined ? -1 : rows.findIndex((page) => page.address === address);
  const page = rows[index];
  const height = useHeight(probe, page?.address);
  return { index, page, height: page ? height : 0, probe, set };
}

/** Takes the height that the style sheet gives the box of files. */
export function UnfoldedProbe({ unfolded: { page, probe } }: { readonly unfolded: Unfolded }) {
  if (!page) return null;
  const style = { '--files': fileLines(page) };
  return <div ref={probe} class="library-files-probe" style={style} aria-hidden="true" />;
}

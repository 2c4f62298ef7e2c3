import type { EntryKind } from './entry-kind.ts';

/** Lines on a field of 20 by 20. */
const SHAPES: Readonly<Record<EntryKind | 'folder', string>> = {
  folder: 'M2.5 5.5v10h15v-8.5h-8l-1.5-2h-5.5z',
  image: 'M2.5 4h15v12h-15zM2.5 14l4.5-4.5 3.5 3.5 2.5-2.5 4.5 4M13 7.5h.01',
  audio:
    'M7.5 15.5v-10l8-1.5v10M7.5 15.5a2 2 0 1 1-4 0a2 2 0 1 1 4 0zM15.5 14a2 2 0 1 1-4 0a2 2 0 1 1 4 0z',
  video: 'M2.5 4h15v12h-15zM8 7.5v5l4.5-2.5z',
  text: 'M4.5 2.5h7.5l3.5 3.5v11.5h-11zM7 9h6M7 12h6M7 15h4',
  archive: 'M3.5 7.5h13v9h-13zM2.5 4h15v3.5h-15zM8 11h4',
  file: 'M4.5 2.5h7.5l3.5 3.5v11.5h-11zM11.5 2.5v4h4',
};

/** A small drawing of what an entry is. Words say the same beside it. */
export function EntryIcon({ kind }: { readonly kind: keyof typeof SHAPES }) {
  return (
    <svg class="files-icon" viewBox="0 0 20 20" aria-hidden="true" data-kind={kind}>
      <path d={SHAPES[kind]} />
    </svg>
  );
}

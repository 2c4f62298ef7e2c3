/** The kind and the size of a page, as a row of the library says them. A bundle counts as its files. */
import { BUNDLE_TYPE } from '@mayfly/relay/client';
import { formatBytes, kindWord, type OnceLinkView, openedOf, t } from '@mayfly/relay/words';
import type { LibraryPage } from '../../messages.ts';
import type { AtHome } from '../../store/at-home.ts';

type Sized = Pick<LibraryPage, 'length' | 'bundle'>;

/** The kind of a page in a word or two; of a bundle: the number of its files, if that is known. */
export function kindWords({
  mediaType,
  bundle,
}: Pick<LibraryPage, 'mediaType' | 'bundle'>): string {
  if (!bundle) return mediaType === BUNDLE_TYPE ? t('library_kindFiles') : kindWord(mediaType);
  const { entries } = bundle;
  return entries === 0 ? t('library_kindFiles') : t('library_files', { count: entries });
}

/** The number of once links, and how many of their openings are used. */
export function onceWords(links: readonly OnceLinkView[]): string {
  return links.length === 0 ? t('library_noOnce') : openedOf(links);
}

/** Where a page is kept besides this browser; one text for each keeper. */
export function homeWords({ homes = [] }: Pick<LibraryPage, 'homes'>): readonly string[] {
  return homes.map(({ name, state }) => {
    switch (state) {
      case 'kept':
        return t('page_keptBy', { name });
      case 'coming':
        return t('page_comingTo', { name });
      case 'no-room':
        return t('page_noRoomAt', { name });
    }
  });
}

/** Whether a keeper has a page. */
export function homeOf({ homes = [] }: Pick<LibraryPage, 'homes'>): AtHome | undefined {
  return homes.some(({ state }) => state === 'kept') ? 'kept' : homes[0]?.state;
}

/** The number of keepers that have a page. */
export function keepersOf({ homes = [] }: Pick<LibraryPage, 'homes'>): number {
  return homes.filter(({ state }) => state === 'kept').length;
}

/** The bytes of all content. */
export function wholeBytes({ length, bundle }: Sized): number {
  return bundle ? bundle.bytes : length;
}

/** How much of a bundle is here; empty for all that is whole. */
export function partWords({ bundle }: Sized): string {
  if (!bundle || bundle.heldParts === bundle.parts) return '';
  // The pages of parts are a little larger than their content.
  const here = Math.floor((bundle.bytes * bundle.heldParts) / bundle.parts);
  return t('library_partHere', { here: formatBytes(here) });
}

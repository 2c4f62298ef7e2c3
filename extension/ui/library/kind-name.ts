import { essenceOf, t } from '@mayfly/relay/words';

/** These are called the same in every language. */
const NAMES: Readonly<Record<string, string>> = {
  'text/markdown': 'Markdown',
  'text/html': 'HTML',
  'application/pdf': 'PDF',
  'application/json': 'JSON',
  'application/zip': 'ZIP',
};

/** A media type in a word that people know, where there is one. */
export function kindWord(mediaType: string): string {
  const essence = essenceOf(mediaType);
  const [family = ''] = essence.split('/');
  return NAMES[essence] ?? familyWord(family);
}

function familyWord(family: string): string {
  switch (family) {
    case 'image':
      return t('library_kindImage');
    case 'audio':
      return t('library_kindSound');
    case 'video':
      return t('library_kindFilm');
    case 'text':
      return t('library_kindText');
    default:
      return t('library_kindFile');
  }
}

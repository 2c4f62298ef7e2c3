import { essenceOf } from './media/essence.ts';
import { t } from './language.ts';

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
      return t('files_kindImage');
    case 'audio':
      return t('files_kindSound');
    case 'video':
      return t('files_kindFilm');
    case 'text':
      return t('files_kindText');
    default:
      return t('files_kindFile');
  }
}

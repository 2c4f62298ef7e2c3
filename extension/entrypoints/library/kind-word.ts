const WORDS: Readonly<Record<string, string>> = {
  'text/plain': 'Text',
  'text/markdown': 'Markdown',
  'text/html': 'HTML',
  'application/pdf': 'PDF',
  'application/json': 'JSON',
  'application/zip': 'ZIP',
};
const FAMILIES: Readonly<Record<string, string>> = {
  image: 'Image',
  audio: 'Sound',
  video: 'Film',
  text: 'Text',
};

/** A media type in a word that people know, where there is one. */
export function kindWord(mediaType: string): string {
  const [essence = ''] = mediaType.toLowerCase().split(';');
  const [family = ''] = essence.split('/');
  return WORDS[essence] ?? FAMILIES[family] ?? 'File';
}

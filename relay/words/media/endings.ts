/** The usual ending of a file, by its media type. */
import { essenceOf } from './essence.ts';

const ENDINGS: Readonly<Record<string, string>> = {
  'text/plain': 'txt',
  'text/markdown': 'md',
  'text/html': 'html',
  'text/css': 'css',
  'text/csv': 'csv',
  'text/javascript': 'js',
  'application/json': 'json',
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/avif': 'avif',
  'image/svg+xml': 'svg',
  'image/bmp': 'bmp',
  'image/x-icon': 'ico',
  'image/jxl': 'jxl',
  'image/jp2': 'jp2',
  'image/heic': 'heic',
  'image/heif': 'heif',
  'image/tiff': 'tiff',
  'audio/mpeg': 'mp3',
  'audio/aac': 'aac',
  'audio/mp4': 'm4a',
  'audio/ogg': 'ogg',
  'audio/flac': 'flac',
  'audio/wav': 'wav',
  'audio/aiff': 'aiff',
  'audio/webm': 'weba',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'video/ogg': 'ogv',
};

/** The ending without its dot; undefined for unlisted types. */
export function endingOfType(mediaType: string): string | undefined {
  const type = essenceOf(mediaType);
  return Object.hasOwn(ENDINGS, type) ? ENDINGS[type] : undefined;
}

const TYPES = new Map(Object.entries(ENDINGS).map(([type, ending]) => [ending, type]));

/** The type that files with this ending, in lower case, usually have. */
export function typeOfEnding(ending: string): string | undefined {
  return TYPES.get(ending);
}

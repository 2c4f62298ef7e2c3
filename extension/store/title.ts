const SAMPLE_BYTES = 2048;
const TITLE_CHARS = 80;

/** A line to know a page by in a list: the first that says something. It is shown as text, whatever the page is. */
export function titleOf(bytes: Uint8Array, mediaType: string): string {
  const [type] = mediaType.split(';', 1);
  if (!type?.startsWith('text/')) return mediaType;
  const text = new TextDecoder().decode(bytes.subarray(0, SAMPLE_BYTES));
  const line = plain(text, type)
    .split('\n')
    .map((part) => part.replaceAll(/\s+/g, ' ').trim())
    .find((part) => part !== '');
  if (line === undefined) return mediaType;
  return line.length > TITLE_CHARS ? `${line.slice(0, TITLE_CHARS - 1)}…` : line;
}

function plain(text: string, type: string): string {
  if (type === 'text/html') {
    return text
      .replaceAll(/<(script|style|head)\b.*?<\/\1>/gis, '\n')
      .replaceAll(/<\/?(?:p|div|h\d|li|br|tr|title)\b[^>]*>/gi, '\n')
      .replaceAll(/<[^>]*>/g, '');
  }
  return type === 'text/markdown' ? text.replaceAll(/^\s*(?:#{1,6}|[-*>+]|\d+\.)\s+/gm, '') : text;
}

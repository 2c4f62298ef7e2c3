/** Copies in a document that is not focused, where `navigator.clipboard` refuses. Whether it worked. */
export function copyInDocument(text: string): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  const isCopied = document.execCommand('copy');
  area.remove();
  return isCopied;
}

/** A media type without its parameters, in lower case. */
export function essenceOf(mediaType: string): string {
  const [essence = ''] = mediaType.toLowerCase().split(';');
  return essence.trim();
}

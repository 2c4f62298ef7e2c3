/** Removes everything from a style that would make a browser send a request. */

const CSS_IMPORT = /@import\b[^;}]*;?/gi;
/** A name of something in the page itself, such as `url(#shade)`, causes no request. */
const CSS_FETCH =
  /(?:\b(?:url|src)\(\s*(?!["']?(?:data:|#))|\b(?:image|image-set|cross-fade)\()[^)]*\)?/gi;

/** `css` without `@import`, `url()` and similar; data: URLs stay. */
export function withoutFetches(css: string): string {
  const cleaned = css.replace(CSS_IMPORT, '').replace(CSS_FETCH, 'none');
  // Somebody hid these by escapes on purpose, so nothing of such a sheet stays.
  const plain = withoutEscapes(cleaned);
  return plain.search(CSS_IMPORT) < 0 && plain.search(CSS_FETCH) < 0 ? cleaned : '';
}

function withoutEscapes(css: string): string {
  return css.replace(
    /\\(?:([0-9a-f]{1,6})\s?|(.))/gi,
    (_, hex: string | undefined, char: string) =>
      hex === undefined ? char : codePoint(Number.parseInt(hex, 16)),
  );
}

function codePoint(value: number): string {
  return value > 0 && value <= 0x10ffff ? String.fromCodePoint(value) : '\ufffd';
}

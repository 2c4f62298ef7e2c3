/**
 * Undoes the changes that chats, mails and people make to a text. Every reading takes time in proportion to the text. A
 * reading that undoes a change nobody made may be nonsense, so the finder compares all readings.
 */

/** Readings of `text`, the most literal first. In each, a line break is one `\n` without space around it. */
export function readingsOf(text: string): ReadonlySet<string> {
  const lines = joinLines(text);
  const visible = visibleText(lines);
  const unquoted = QUOTED_PRINTABLE.test(text)
    ? visibleText(joinLines(withoutQuotedPrintable(text)))
    : visible;
  const tight = visibleText(withoutSpace(visible));
  const last = [tight, withoutUnderscores(tight), withoutUnderscores(withoutSpace(unquoted))];
  return new Set([lines, visible, unquoted, ...last]);
}

function withoutSpace(text: string): string {
  return text.replaceAll(/\s/g, '');
}

/** `text` with its percent escapes decoded once. Escapes that are no text stay as they are. */
export function decodePercent(text: string): string {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes.replaceAll(/%[2-7][0-9a-f]/gi, (one) =>
        String.fromCharCode(Number.parseInt(one.slice(1), 16)),
      );
    }
  });
}

/**
 * Lines without their indentation and the marks of a quoted mail. A percent escape of a character stays on one line.
 */
function joinLines(text: string): string {
  const lines = text.replaceAll(/[\r\n\v\f\u0085\u2028\u2029]+/g, '\n').split('\n');
  return lines
    .map((line) => line.trim().replace(/^[>|\s]+/, ''))
    .filter((line) => line !== '')
    .join('\n')
    .replaceAll(/%([0-9a-f]?)\n/gi, '%$1')
    .replaceAll(/\n(?=%[89ab][0-9a-f])/gi, '');
}

const UNSEEN = /(?!\s)\p{Cc}/gu;
const NOT_ASCII = /[^\p{ASCII}]/gu;
const ENTITY = /&(?:#(\d{2,3})|#x([0-9a-f]{2})|(amp|num|equals|sol|colon|lt|gt|quot));/gi;
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  num: '#',
  equals: '=',
  sol: '/',
  colon: ':',
  lt: '<',
  gt: '>',
  quot: '"',
};

/** Without invisible characters, and with ASCII in place of similar characters: fullwidth, other digits, dashes. */
export function visibleText(text: string): string {
  const likes = new Map<string, string>();
  const likeOf = (char: string): string => {
    const like = likes.get(char) ?? asciiOf(char);
    likes.set(char, like);
    return like;
  };
  return text
    .replaceAll(/(?:%[c-f][0-9a-f](?:%[89ab][0-9a-f])+)+/gi, (escapes) =>
      // Browsers encode these in a URL.
      encoded(decodePercent(escapes).replaceAll(NOT_ASCII, likeOf)),
    )
    .replaceAll(UNSEEN, '')
    .replaceAll(NOT_ASCII, likeOf)
    .replaceAll(ENTITY, (_, decimal?: string, hex?: string, name = '') => {
      const code = decimal ? Number(decimal) : Number.parseInt(hex ?? '', 16);
      return NAMED[name.toLowerCase()] ?? String.fromCharCode(code);
    });
}

/** Writes everything but ASCII as percent escapes. */
function encoded(text: string): string {
  return text.replaceAll(/[^\p{ASCII}]+/gu, (some) => encodeURIComponent(some.toWellFormed()));
}

function asciiOf(char: string): string {
  if (/[\p{Default_Ignorable_Code_Point}\p{Cf}]/u.test(char)) return '';
  if (char === '\u2014') return '--'; // the reverse of two hyphens that became a dash
  if (/[\p{Pd}\u2212]/u.test(char)) return '-';
  if (/\p{Nd}/u.test(char)) return digitOf(char);
  const plain = char.normalize('NFKC');
  return /^[!-~]$/.test(plain) ? plain : char;
}

/** The digits of a script stand in a row that begins with its zero. */
function digitOf(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  let before = 0;
  while (before < 49 && /\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before++;
  return String(before % 10);
}

const QUOTED_PRINTABLE = /=(?:[ \t]{0,9}\r?\n|3d)/i;

/** Decodes quoted-printable mail: RFC 2045 section 6.7. */
function withoutQuotedPrintable(text: string): string {
  return text
    .replaceAll(/=[ \t]{0,9}\r?\n/g, '')
    .replaceAll(/(?:=[0-9a-f]{2})+/gi, (escapes) => decodePercent(escapes.replaceAll('=', '%')));
}

/** Proofpoint's urldefense of version 2 writes `-` for percent signs and `_` for slashes in a link. */
function withoutUnderscores(text: string): string {
  return text.replaceAll(/\/v2\/url\?u=([^&\s"<>]*)/gi, (_, link: string) =>
    visibleText(decodePercent(` ${link.replaceAll('-', '%').replaceAll('_', '/')} `)),
  );
}

/** The words of a Markdown text that a reader must find on the page: all except markup by the rules of GFM. */

/** Elements that GFM lets through; a tag of any other name is words. */
const ELEMENTS =
  'a|abbr|b|big|blockquote|br|caption|center|cite|code|dd|del|details|dfn|div|dl|dt|em|figcaption|figure|font|h[1-6]|hr|i|img|ins|kbd|li|mark|nobr|ol|p|picture|pre|q|s|samp|section|small|source|span|strike|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|var';

const TAG = new RegExp(`</?(?:${ELEMENTS})(?:\\s(?:"[^"]*"|'[^']*'|[^<>"'])*)?/?>`, 'gi');
const MARKUP: readonly (readonly [RegExp, string])[] = [
  [/<!--[^]*?-->/g, ' '],
  // Names of languages behind a fence, and settings of a code block.
  [/^(?:[ >*+-]|\d+\.)*(?:`{3,}|~{3,})[^`\n]*$/gm, ' '],
  [TAG, ' '],
  // The target of a link or a picture, and its title.
  [/\]\(\s*(?:<[^<>\n]*>|(?:[^\s()]|\([^\s()]*\))*)(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)/g, ' '],
  [/^ {0,3}\[[^\]\n]+\]:\s*\S+.*$/gm, ' '],
  [/\]\[[^\]\n]*\]/g, ' '],
  [/\[\^[^\]\n]+\]:?/g, ' '],
  [/&#?\w+;/g, ' '],
  [/^(?:[ \t>]*(?:[*+-]|\d+[.)])[ \t]+)*(?:\[[ xX]\])?/gm, ' '],
  [/\\/g, ''],
];

/** The words of each line, in lower case, without what stands between them. */
function linesOf(markdown: string): string[][] {
  const text = MARKUP.reduce((rest, [markup, by]) => rest.replace(markup, by), markdown);
  return text
    .split('\n')
    .map((line) => wordsOf(line))
    .filter((words) => words.length > 0);
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The lines of which a word is not in the text of the page. */
export function lostLines(markdown: string, shown: string): string[] {
  const flat = wordsOf(shown).join('');
  return linesOf(markdown)
    .filter((words) => !flat.includes(words.join('')))
    .map((words) => words.filter((word) => !flat.includes(word)).join(' '))
    .filter((lost) => lost !== '');
}

/** Those of `words` that are not in the text of the page. */
export function lostWords(words: readonly string[], shown: string): string[] {
  const seen = new Set(wordsOf(shown));
  const flat = wordsOf(shown).join(' ');
  return words.filter((word) => !seen.has(word) && !flat.includes(word));
}

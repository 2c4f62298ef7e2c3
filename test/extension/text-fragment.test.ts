import { describe, expect, test } from 'vitest';
import {
  directiveTo,
  spelled,
  withDirective,
} from '../../extension/capture/text-fragment/directive.ts';
import {
  type Piece,
  searchedText,
  type TextPiece,
} from '../../extension/capture/text-fragment/runs.ts';

const EDGE = { type: 'edge', edge: 'block' } as const;
const PICTURE = { type: 'edge', edge: 'gap' } as const;

/**
 * The pieces of a page. Each line is a paragraph; `[` and `]` are the ends of the selection, `{…}` is text that nobody
 * sees, and `*` a picture.
 */
function pageOf(text: string, spaces: TextPiece['spaces'] = 'normal'): Piece[] {
  let isSelected = false;
  return text.split('\n').flatMap((line) => {
    const parts = line.split(/(\{[^}]*\}|\*)/).filter((part) => part !== '');
    const pieces = parts.map((part): Piece => {
      if (part === '*') return PICTURE;
      const isShown = !part.startsWith('{');
      const from = isSelected ? 0 : part.indexOf('[');
      const bare = part.replaceAll(/[[\]{}]/g, '');
      if (from < 0 || !isShown) return { type: 'text', text: bare, isShown, spaces };
      const end = part.indexOf(']');
      const start = isSelected ? 0 : 1;
      isSelected = end < 0;
      const to = end < 0 ? bare.length : end - start;
      return { type: 'text', text: bare, isShown, spaces, selected: [from, to] };
    });
    return [EDGE, ...pieces, EDGE];
  });
}

function fragmentOf(pieces: readonly Piece[]): string | undefined {
  const place = searchedText(pieces);
  const directive = place && directiveTo(place);
  return directive && decodeURIComponent(spelled(directive)).replace(':~:text=', '');
}

const LONG = Array.from({ length: 80 }, (_, i) => `word${i}`).join(' ');

describe('the text fragment of a selection', () => {
  test.each([
    ['is its text', 'A mayfly [lives for] a day.', 'lives for'],
    ['has whole words', 'A may[fly liv]es for a day.', 'mayfly lives'],
    ['leaves out the spaces at its ends', 'A mayfly[  lives ]for a day.', 'lives'],
    ['has single spaces', 'A mayfly [lives   for] a day.', 'lives for'],
    ['has the signs beside its words', 'He said [“a day?”] and left.', '“a day?”'],
    ['has a symbol that stands alone', 'A [🎉] party', '🎉'],
    ['is nothing for a sign of punctuation', 'One [—] two', undefined],
    ['tells a second place by the word before', 'a day, one day, [day]', 'day,-,day'],
    ['has the context that is needed', 'red fly, blue fly, red [fly] now', 'fly,-now'],
    ['takes a paragraph before as context', 'Red\nfly\nBlue\n[fly]', 'Blue-,fly'],
    ['takes a paragraph after as context', 'Red\nfly\nRed\n[fly]\nBlue', 'fly,-Blue'],
    ['takes no context from beyond a picture', 'fly\nfly\nRed*[fly]', undefined],
    ['takes both contexts', 'a fly c\nb fly d\na [fly] d', 'a-,fly,-d'],
    ['ignores case and accents as browsers do', 'Éphémère\nUne [ephemere]', 'Une-,ephemere'],
    ['is nothing where two places look alike', 'fly\nfly\nfly\n[fly]\nfly\nfly\nfly', undefined],
    ['has the words at both ends of paragraphs', 'A [mayfly\nlives for\na] day', 'mayfly,a'],
    [
      'of paragraphs has few words',
      `[${LONG}\nThe last word of all] ends`,
      'word0 word1 word2,word of all',
    ],
    ['of a long paragraph too', `[${LONG}]`, 'word0 word1 word2,word77 word78 word79'],
    ['of one with pictures has both ends', '[one * two]', 'one,two'],
    ['ends at the nearest such end', '[one\ntwo x]\ntwo x', 'one,two x'],
    ['has more words where three are not enough', '[a b c d\ne]\n', 'a b c,e'],
    ['finds words without spaces', 'かげろうは[一日だけ]生きる昆虫です。', '一日だけ'],
    ['makes such words whole', 'かげろうは一[日だ]け生きる昆虫です。', '一日だけ'],
    ['finds words from right to left', 'ذبابة مايو [تعيش يوما] واحدا', 'تعيش يوما'],
    ['has no soft hyphen', 'a [may\u00adfly] lives', 'mayfly'],
  ])('%s', (_, page, fragment) => {
    expect(fragmentOf(pageOf(page))).toBe(fragment);
  });

  test.each([
    ['skips what is hidden inside', 'A [mayfly {token} lives] on', 'mayfly,lives'],
    ['skips a word that goes on hidden', '{tok}en [mayfly lives]', 'mayfly lives'],
    ['leaves a selected word out that begins hidden', '{tok}[en mayfly lives]', 'mayfly lives'],
    ['takes no hidden context', 'fly\nfly\n{Red }[fly]', undefined],
    ['takes no hidden paragraph', 'fly\nfly\n{Red}\n[fly]', undefined],
    ['knows that a browser finds hidden text', '{lives}\nA mayfly [lives]', 'mayfly-,lives'],
  ])('%s', (_, page, fragment) => {
    expect(fragmentOf(pageOf(page))).toBe(fragment);
  });

  test('ends a text where a line of code ends', () => {
    const code: Piece = {
      type: 'text',
      text: 'let a\nlet  b',
      isShown: true,
      spaces: 'pre-wrap',
      selected: [0, 12],
    };
    expect(fragmentOf([code])).toBe('let a,b');
  });

  test('goes through texts of one paragraph', () => {
    const [one, two, three] = ['A may', 'fly li', 'ves.'];
    const text = (words: string, selected?: [number, number]): Piece => ({
      ...{ type: 'text', text: words, isShown: true, spaces: 'normal' },
      ...(selected && { selected }),
    });
    expect(fragmentOf([text(one, [2, 5]), text(two, [0, 6]), text(three, [0, 3])])).toBe(
      'mayfly lives',
    );
  });
});

test.each([
  ['lives-on, a & b', 'lives%2Don%2C%20a%20%26%20b'],
  ['一日', '%E4%B8%80%E6%97%A5'],
  ['100 % #1?', '100%20%25%20%231%3F'],
])('a text is spelled so that a browser reads it again: %s', (start, fragment) => {
  expect(spelled({ start })).toBe(`:~:text=${fragment}`);
});

test('the parts of a directive are told apart', () => {
  expect(spelled({ prefix: 'a-', start: 'b', end: 'c', suffix: 'd' })).toBe(':~:text=a%2D-,b,c,-d');
});

test.each([
  ['https://site.example/', 'https://site.example/#:~:text=a'],
  ['https://site.example/#part', 'https://site.example/#part:~:text=a'],
  ['https://site.example/#', 'https://site.example/#:~:text=a'],
])('a directive stands behind the fragment of %s', (address, expected) => {
  expect(withDirective(address, { start: 'a' })).toBe(expected);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BLOCK_CHARS, textBlocks } from '../../relay/view/text-blocks.ts';

const blocksOf = (...pieces: string[]) => [...textBlocks(pieces, 10)];

test('a short text is one block, whatever pieces it came in', () => {
  const block = { text: 'one\ntwo\n', line: 1, startsLine: true, lines: 2, rows: 2, widest: 3 };
  expect(blocksOf('one\ntw', 'o\n')).toEqual([block]);
  expect(blocksOf()).toEqual([]);
});

test('a long text is cut where lines end, and each block knows its first line', () => {
  const lines = Array.from({ length: 5_000 }, (_, at) => `line ${at + 1}\n`);
  const blocks = blocksOf(lines.join(''));
  expect(blocks.length).toBeGreaterThan(2);
  for (const { text, line, startsLine } of blocks) {
    expect(text.startsWith(`line ${line}\n`)).toBe(true);
    expect(startsLine).toBe(true);
  }
});

test('a line without end is cut between its words', () => {
  const [first, second] = blocksOf('word '.repeat(BLOCK_CHARS));
  expect(first?.text.endsWith('word ')).toBe(true);
  expect(second).toMatchObject({ line: 1, startsLine: false });
});

test('a line without words is cut between its characters', () => {
  const blocks = blocksOf(`x${'🦋'.repeat(BLOCK_CHARS)}`);
  expect(blocks.every(({ text }) => text.isWellFormed())).toBe(true);
});

test('rows are guessed from how many characters fit beside each other', () => {
  expect(blocksOf(`${'x'.repeat(25)}\n\ny`)).toMatchObject([{ lines: 3, rows: 5, widest: 25 }]);
});

test('blocks are bounded, and are the text again', () => {
  const part = fc.tuple(fc.constantFrom('\n', ' ', 'word\n', '🦋', 'é'), fc.nat({ max: 9_000 }));
  const pieces = fc.array(
    part.map(([text, times]) => text.repeat(times)),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(pieces, (texts) => {
      const blocks = blocksOf(...texts);
      expect(blocks.map(({ text }) => text).join('')).toBe(texts.join(''));
      expect(blocks.every(({ text }) => text.length > 0 && text.length <= BLOCK_CHARS)).toBe(true);
      let line = 1;
      for (const block of blocks) {
        expect(block.line).toBe(line);
        line += block.text.split('\n').length - 1;
      }
    }),
    { numRuns: 50 },
  );
});

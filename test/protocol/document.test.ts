/** PROTOCOL.md against the implementation: its examples are read from the text itself. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  CLOSE,
  DEFAULT_LIMITS,
  encodeMessage,
  parseClientMessage,
  parseFrame,
  parseRelayMessage,
  payloadOf,
} from '@mayfly/relay/protocol';
import { newBroker } from '../broker/new-broker.ts';
import vectors from './vectors.json' with { type: 'json' };

const TEXT = readFileSync(new URL('../../relay/PROTOCOL.md', import.meta.url), 'utf8');

function section(number: number): string {
  const start = TEXT.indexOf(`\n## ${number}. `);
  const end = TEXT.indexOf('\n## ', start + 1);
  return TEXT.slice(start, end);
}

function appendix(letter: string): string {
  const start = TEXT.indexOf(`\n## Appendix ${letter}. `);
  const end = TEXT.indexOf('\n## ', start + 1);
  return end < 0 ? TEXT.slice(start) : TEXT.slice(start, end);
}

/** The rows of a table with this number of columns, all of them numbers. */
function numbers(text: string, columns: number): number[][] {
  return [...text.matchAll(/^\| +[\d,]+ .*\|$/gm)]
    .map(([row]) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => Number(cell.replaceAll(',', ''))),
    )
    .filter((row) => row.length === columns);
}

function examples(text: string): string[] {
  return [...text.matchAll(/```json\n([^]*?)```/g)].flatMap(([, lines = '']) =>
    lines.trim().split('\n'),
  );
}

describe('PROTOCOL.md', () => {
  test.each(examples(section(3)))('has an example that a client may send: %s', (example) => {
    const message = parseClientMessage(example);
    expect(message).not.toHaveProperty('code');
    expect(message.type === 'violation' || encodeMessage(message)).toBe(example);
  });

  test.each(examples(section(4)))('has an example that a relay may send: %s', (example) => {
    const message = parseRelayMessage(example);
    expect(message.type).not.toBe('violation');
    expect(message.type === 'violation' || encodeMessage(message)).toBe(example);
  });

  test('has an example of every message', () => {
    const types = [...examples(section(3)), ...examples(section(4))].map(
      (example) => (JSON.parse(example) as { type: string }).type,
    );
    expect(new Set(types).size).toBe(19);
  });

  test('shows the welcome that a relay sends, to the byte but for the session', () => {
    const broker = newBroker({});
    const [effect] = broker.connect(1, 'q3Dw1jVd0mZ8rYt5KcXbNg');
    if (effect?.type !== 'send') throw new Error('expected a welcome');
    expect(examples(section(4))[0]).toBe(encodeMessage(effect.message));
  });

  test('shows a content frame byte by byte', () => {
    const [, hex = ''] = /```\n(01\n[^]*?)```/.exec(section(4)) ?? [];
    const frame = Buffer.from(hex.replaceAll('\n', ''), 'hex');
    expect(parseFrame(frame, DEFAULT_LIMITS.frameBytes)).toMatchObject({ offset: 0, total: 6 });
    expect(Buffer.from(payloadOf(frame)).toString()).toBe('hello\n');
  });

  test('gives the limits that a relay has by default', () => {
    for (const [name, value] of Object.entries(DEFAULT_LIMITS)) {
      expect(section(7)).toMatch(new RegExp(`\`${name}\` +\\| ${value.toLocaleString('en')} `));
    }
  });

  test('names every close code', () => {
    for (const code of Object.values(CLOSE)) expect(section(6)).toContain(`| ${code} `);
  });

  test('has the vectors that the tests use, each of them', () => {
    const text = appendix('C');
    const { links, sealing, opening, padding, capacity } = vectors;
    expect(examples(text).map((line) => JSON.parse(line) as unknown)).toEqual([
      ...links,
      ...sealing,
      ...opening,
    ]);
    expect(numbers(text, 3)).toEqual(padding.map((row) => [row.content, row.plaintext, row.page]));
    expect(numbers(text, 2)).toEqual(capacity.map((row) => [row.pageBytes, row.content]));
  });

  test('has the keys of parts that the tests use, each of them', () => {
    const lines = examples(appendix('D')).map((line) => JSON.parse(line) as unknown);
    expect(lines).toEqual(vectors.partKeys);
  });

  test('has the vectors of once links that the tests use, each of them', () => {
    const { locks, requests, answers } = vectors.once;
    const lines = examples(appendix('E')).map((line) => JSON.parse(line) as unknown);
    expect(lines).toEqual([...locks, ...requests, ...answers]);
  });

  test('has the vectors of keepers that the tests use, each of them', () => {
    const { pairings, requests, answers } = vectors.keeper;
    const lines = examples(appendix('F')).map((line) => JSON.parse(line) as unknown);
    expect(lines).toEqual([...pairings, ...requests, ...answers]);
  });

  test('numbers its rules in order, each id once', () => {
    const ids = [...TEXT.matchAll(/^- \*\*([A-Z])(\d+)\*\* /gm)];
    const last = new Map<string, number>();
    for (const [, letter = '', number] of ids) {
      expect(`${letter}${number}`).toBe(`${letter}${(last.get(letter) ?? 0) + 1}`);
      last.set(letter, Number(number));
    }
    expect(ids.length).toBeGreaterThan(80);
  });

  test('has every rule that a test names', () => {
    for (const file of ['transfer', 'watch', 'resume', 'notes']) {
      const path = new URL(`../broker/${file}.test.ts`, import.meta.url);
      for (const [, id] of readFileSync(path, 'utf8').matchAll(/'\[([A-Z]\d+)\]/g)) {
        expect(TEXT).toContain(`**${id}**`);
      }
    }
  });
});

import { expect, test } from 'vitest';
import { pino } from 'pino';
import { logText, printable } from '../../relay/server/log-text.ts';
import { PeerLog } from '../../relay/server/peer-log.ts';

function scene() {
  const at = { now: 0 };
  const lines: Record<string, unknown>[] = [];
  const stream = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const log = pino({ base: null, timestamp: false, level: 'info' }, stream);
  return { at, lines, log: new PeerLog(log, () => at.now) };
}

test('ten lines of a kind are written in a second, then how many more there were', () => {
  const { at, lines, log } = scene();
  for (let peer = 1; peer <= 13; peer++) log.info({ peer }, 'protocol violated');
  expect(lines.map((line) => line['peer'])).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  at.now = 999;
  log.tick();
  expect(lines).toHaveLength(10);
  at.now = 1_000;
  log.tick();
  expect(lines.slice(10)).toEqual([
    { level: 30, kind: 'protocol violated', leftOut: 3, msg: 'lines left out' },
  ]);
  log.info({ peer: 14 }, 'protocol violated');
  expect(lines.at(-1)).toMatchObject({ peer: 14 });
});

test('one kind leaves the room of another alone', () => {
  const { lines, log } = scene();
  for (let peer = 1; peer <= 13; peer++) log.info({ peer }, 'protocol violated');
  log.info({ peer: 14 }, 'connection ended');
  expect(lines.at(-1)).toMatchObject({ peer: 14, msg: 'connection ended' });
});

test('what was left out is said before the next line of its kind, and nothing where nothing was', () => {
  const { at, lines, log } = scene();
  for (let peer = 1; peer <= 10; peer++) log.info({ peer }, 'protocol violated');
  at.now = 5_000;
  for (let peer = 11; peer <= 21; peer++) log.info({ peer }, 'protocol violated');
  at.now = 10_000;
  log.info({ peer: 22 }, 'protocol violated');
  expect(lines.map(({ peer, leftOut }) => peer ?? { leftOut }).slice(19)).toEqual([
    20,
    { leftOut: 1 },
    22,
  ]);
});

test('text of peers is logged in printable ASCII, cut, with addresses shortened', () => {
  expect(logText(`no message is called \u001b[31m\n\u202e${'a'.repeat(64)}`)).toBe(
    'no message is called ?[31m??aaaaaaaa',
  );
  expect(logText('x'.repeat(300))).toHaveLength(200);
  expect(printable('https://\u0007é.example', 12)).toBe('https://??.e');
});

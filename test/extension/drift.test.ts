// @vitest-environment happy-dom
/** The text of a page that moves while the page is scrolled, in a document whose layout is made up. */
import { beforeEach, expect, test } from 'vitest';
import { Drift } from '../../extension/capture/page-shots/drift.ts';
import type { Scroller } from '../../extension/capture/page-shots/scroller.ts';

/** Five lines, one below the other. */
let lines: readonly HTMLElement[];
const root = { scrollHeight: 2000 };

beforeEach(() => {
  root.scrollHeight = 2000;
  document.body.innerHTML = '<p></p>'.repeat(5);
  lines = [...document.querySelectorAll('p')];
  for (const [i, line] of lines.entries()) line.dataset['top'] = String(20 * i);
  document.elementFromPoint = (_, y) => lines[Math.floor(y / 20)] ?? null;
  Object.defineProperties(HTMLElement.prototype, {
    offsetTop: { get: topOf, configurable: true },
    offsetParent: { get: () => document.body, configurable: true },
  });
});

function topOf(this: HTMLElement): number {
  return Number(this.dataset['top']);
}

function followed(): Drift {
  const box = { left: 0, top: 0, right: 100, bottom: 100 };
  // It uses no more of it.
  const drift = new Drift({ element: root, box } as unknown as Scroller);
  drift.note();
  return drift;
}

function move(moving: readonly HTMLElement[], by: number): void {
  for (const line of moving) line.dataset['top'] = String(topOf.call(line) + by);
}

test('is followed when the page is as much shorter or longer', () => {
  const drift = followed();
  move(lines.slice(1), -30);
  root.scrollHeight -= 30;
  expect([drift.follow(), drift.by]).toEqual([true, -30]);
  move(lines, 50);
  root.scrollHeight += 50;
  expect([drift.follow(), drift.by]).toEqual([true, 20]);
  expect(drift.follow()).toBe(false);
});

test('is not followed where parts of it move by themselves', () => {
  const drift = followed();
  move(lines, 30); // a picture behind a title, which scrolls at half the speed
  expect([drift.follow(), drift.by]).toEqual([false, 0]);
  move(lines.slice(3), 30);
  root.scrollHeight += 30; // new text at the end
  expect([drift.follow(), drift.by]).toEqual([false, 0]);
});

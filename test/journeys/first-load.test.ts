/** The bytes that a reader's browser loads before it shows a page: more of them, and everybody waits longer. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../relay/build.ts';

const DIST = join(ROOT, 'relay/web/dist');
const KIB = 1024;

/** The files that the page itself names, as they travel. */
function firstFiles(): readonly string[] {
  const page = readFileSync(join(DIST, 'index.html'), 'utf8');
  const named = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)];
  return [...new Set(named.map(([, file = '']) => file))];
}

function travelling(file: string): number {
  const path = join(DIST, file);
  return statSync(existsSync(`${path}.br`) ? `${path}.br` : path).size;
}

test('the first load of the relay’s page stays small', () => {
  const files = firstFiles();
  expect(files.length).toBeGreaterThan(3);
  expect(
    files.filter((file) => /bundle|composing|compose-screen|held-parts|once|key-field/.test(file)),
  ).toEqual([]);
  const bytes = files.reduce((sum, file) => sum + travelling(file), 0);
  expect(bytes).toBeLessThan(54.5 * KIB);
});

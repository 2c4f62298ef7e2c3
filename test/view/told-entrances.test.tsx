// @vitest-environment happy-dom
/** The screens that tell how a page is shared. */
import { afterEach, expect, test } from 'vitest';
import { Keyboard } from '../../extension/ui/options/keyboard.tsx';
import { Welcome } from '../../extension/ui/welcome/welcome.tsx';
import { hide, show } from './screen.ts';

afterEach(hide);

test('the options tell what to type in the address bar to share the page', async () => {
  const screen = await show(<Keyboard shortcuts={[]} onChange={() => {}} />);
  const rows = [...screen.querySelectorAll('.keyboard-command')];
  const row = rows.find(({ textContent }) => textContent.startsWith('Share this page'));
  const keys = [...(row?.querySelectorAll('kbd') ?? [])].map(({ textContent }) => textContent);
  expect(keys).toEqual(['mayfly', 'Space', 'this page']);
});

test.each([
  ['Alt+Shift+G', /choose ‘Share this page ephemerally…’\. Or press Alt\+Shift\+G\./],
  ['', /choose ‘Share this page ephemerally…’\.$/],
])('the first screen tells how to share a page where its key is %j', async (pageKeys, told) => {
  const screen = await show(<Welcome optionsHref="/options.html" pageKeys={pageKeys} />);
  const texts = [...screen.querySelectorAll('p')].map(({ textContent }) =>
    textContent.replaceAll(/[\u2066-\u2069]/g, ''),
  );
  expect(texts).toContainEqual(expect.stringMatching(told));
});

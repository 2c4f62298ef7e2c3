// @vitest-environment happy-dom
import { useState } from 'preact/hooks';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Address } from '../../relay/protocol/address.ts';
import { OnceLinks } from '../../relay/view/once/once-links.tsx';
import { OpensChoice } from '../../relay/view/once/opens-choice.tsx';
import {
  nameOfLink,
  type OnceLinkView,
  onceLinkView,
  openedOf,
  openedWords,
  type Opens,
  peopleIn,
  triesWords,
} from '../../relay/words/once-link.ts';
import { findButton, hide, press, show } from './screen.ts';

const NOW = new Date(2026, 10, 29, 14, 30).getTime();
const AT = new Date(2026, 10, 29, 14, 2).getTime();
const YESTERDAY = new Date(2026, 10, 28, 9, 5).getTime();
const NOBODY = { wrongProof: { count: 0 }, spent: { count: 0 } };
const fresh: OnceLinkView = {
  lock: 'ab'.repeat(32) as Address,
  link: 'https://relay.test/abab#b=secret',
  total: 1,
  opened: [],
  refused: NOBODY,
};
const opened: OnceLinkView = { ...fresh, opened: [{ at: AT, receivedAt: AT }] };

afterEach(() => {
  hide();
  vi.restoreAllMocks();
});

describe('the choice', () => {
  /** Shows it, and gives the choice that the screen would share with. */
  async function choosing(first?: Opens) {
    let chosen: Opens | undefined;
    function Screen() {
      const [opens, setOpens] = useState(first);
      chosen = opens;
      return <OpensChoice opens={opens} onOpens={setOpens} needs="browser" />;
    }
    const body = await show(<Screen />);
    const set = async (selector: string, value: string, type: 'change' | 'input') => {
      const field = body.querySelector<HTMLSelectElement>(selector);
      if (!field) throw new Error(`expected ${selector}`);
      field.value = value;
      field.dispatchEvent(new Event(type, { bubbles: true }));
      await vi.waitFor(() => expect(document.body).toBe(body));
    };
    return { body, set, chosen: () => chosen };
  }

  test('says nothing of once links while any number of times is chosen', async () => {
    const { body, chosen } = await choosing();
    expect(chosen()).toBeUndefined();
    expect(body.textContent).not.toContain('The key leaves');
  });

  test('of once says what leaves the browser, when, and what a reader can do', async () => {
    const { body, set, chosen } = await choosing();
    await set('select', 'once', 'change');
    expect(chosen()).toEqual({ times: 1 });
    await vi.waitFor(() =>
      expect(body.textContent).toContain(
        'The key leaves your browser once, to the first person who has the whole link and presses “Open”. They can copy what they see. Your browser has to be running then.',
      ),
    );
  });

  test('of several times has a field for the number, kept within its limits', async () => {
    const { body, set, chosen } = await choosing({ times: 2 });
    await set('input[type=number]', '5', 'change');
    expect(chosen()?.times).toBe(5);
    await set('input[type=number]', '5000', 'change');
    await vi.waitFor(() => expect(chosen()?.times).toBe(100));
    expect(body.querySelector('input')?.max).toBe('100');
  });

  test('of a link for each person takes names', async () => {
    const { body, set, chosen } = await choosing({ times: 1, people: [] });
    await set('textarea', 'Anna, Bob', 'input');
    await vi.waitFor(() => expect(chosen()).toEqual({ times: 1, people: ['Anna', 'Bob'] }));
    await vi.waitFor(() => expect(body.textContent).toContain('That makes 2 links.'));
  });

  test('says why it is not offered, and shows what is shared instead', async () => {
    const body = await show(
      <OpensChoice opens={{ times: 1 }} onOpens={() => {}} needs="tab" obstacle="Not now." />,
    );
    expect(body.querySelector('select')).toMatchObject({ disabled: true, value: 'any' });
    expect(body.textContent).toContain('Not now.');
    expect(body.textContent).not.toContain('The key leaves');
  });
});

test.each([
  ['Anna, Bob', ['Anna', 'Bob']],
  [' Anna ;Bob\nCarol,,', ['Anna', 'Bob', 'Carol']],
  ['杏奈、鲍勃，كارول، ديف', ['杏奈', '鲍勃', 'كارول', 'ديف']],
  ['Anna, Anna', ['Anna']],
  ['', []],
])('the names in %j are %j', (text, names) => {
  expect(peopleIn(text)).toEqual(names);
});

test.each([
  [fresh, 'Not opened yet'],
  [opened, 'Opened at 2:02 PM · opens for nobody else'],
  [{ ...opened, total: 3 }, 'Opened: 1 of 3 · Opened at 2:02 PM'],
  [
    { ...fresh, opened: [{ at: AT }] },
    'Key given out at 2:02 PM, opening not confirmed yet · opens for nobody else',
  ],
  [
    { ...fresh, total: 2, opened: [{ at: YESTERDAY, receivedAt: YESTERDAY }] },
    'Opened: 1 of 2 · Opened at Nov 28, 2026, 9:05 AM',
  ],
])('a link tells who opened it and when (%#)', (link, words) => {
  expect(openedWords(link, NOW).replaceAll('\u202f', ' ')).toBe(words);
});

test('tries of others are told, with the last time', () => {
  const refused = { spent: { count: 1, lastAt: AT }, wrongProof: { count: 3, lastAt: AT } };
  expect(triesWords({ refused }, NOW).map((text) => text.replaceAll('\u202f', ' '))).toEqual([
    'Somebody else tried to open it at 2:02 PM, and got nothing.',
    'Somebody without the whole link tried to open it 3 times, the last time at 2:02 PM, and got nothing.',
  ]);
  expect(triesWords(fresh, NOW)).toEqual([]);
});

test('links count together, and are named by person or number', () => {
  expect(openedOf([fresh, opened, { ...fresh, total: 3 }])).toBe('Opened: 1 of 5');
  expect(nameOfLink({ person: 'Anna' }, 0)).toBe('Anna');
  expect(nameOfLink({}, 1)).toBe('Link 2');
});

test('screens get no key of a record, and no reader', () => {
  const { lock, link, refused } = fresh;
  const record = { lock, total: 1, refused, capability: 'secret', contentKey: 'secret' };
  const releases = [{ reader: 'R', at: AT }];
  const shown = { lock, link, total: 1, refused, opened: [{ at: AT }] };
  expect(onceLinkView({ ...record, releases }, link)).toEqual(shown);
});

describe('the list', () => {
  test('gives each link with its person, its state and its buttons', async () => {
    const links = [
      { ...fresh, person: 'Anna' },
      { ...opened, lock: 'cd'.repeat(32) as Address, person: 'Bob' },
    ];
    const body = await show(<OnceLinks links={links} now={NOW} />);
    const rows = [...body.querySelectorAll('.once-link')].map((row) => row.textContent);
    expect(rows[0]).toContain('Anna');
    expect(rows[0]).toContain('Copy link');
    expect(rows[1]).toContain('Bob');
    expect(rows[1]).toContain('opens for nobody else');
    expect(rows[1]).not.toContain('Copy link');
  });

  test('copies all links with their names, one on each line', async () => {
    const writeText = vi.fn(async () => undefined);
    vi.stubGlobal('navigator', { clipboard: { writeText } });
    const links = [
      { ...fresh, person: 'Anna', link: 'https://relay.test/1' },
      { ...fresh, lock: 'ce'.repeat(32) as Address, link: '', isDamaged: true as const },
      { ...fresh, lock: 'cd'.repeat(32) as Address, link: 'https://relay.test/3' },
    ];
    await show(<OnceLinks links={links} now={NOW} />);
    await press('Copy all links');
    expect(writeText).toHaveBeenCalledWith(
      'Anna: https://relay.test/1\nLink 3: https://relay.test/3',
    );
    vi.unstubAllGlobals();
  });

  test('a damaged record is told, and its link is not offered', async () => {
    const body = await show(<OnceLinks links={[{ ...fresh, isDamaged: true }]} now={NOW} />);
    expect(body.textContent).toContain('The record of this link is damaged');
    expect(findButton('Copy link')).toBeUndefined();
  });
});

/** Sharing by menu, key and address bar: the shared content, and the messages about it. */
import { isLinkProblem, parseLink } from '@mayfly/relay/protocol';
import { assert, beforeEach, describe, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { actedPage } from '../../extension/background/tell/acted-page.ts';
import { copyText } from '../../extension/background/tell/clipboard.ts';
import { tellOutcome } from '../../extension/background/tell/share-outcome.ts';
import { entryOf } from '../../extension/background/share/menu-entries.ts';
import { openPressedNotifications } from '../../extension/background/tell/notifications.ts';
import { answerOmnibox, onTyped } from '../../extension/background/share/omnibox.ts';
import { addressPage, shareAddress } from '../../extension/background/share/share-address.ts';
import { nameOfImage } from '../../extension/background/share/share-image.ts';
import type { Shared } from '../../extension/messages.ts';
import { writeSettings } from '../../extension/store/settings.ts';
import { PAGE_TOKEN, type Toast } from '../../extension/toast/toast-message.ts';
import { tellTyped } from '../../extension/sentences.ts';
import { FakeTab, fakeNotifications } from './fake-tab.ts';
import { bytesOf, HOME, keep, scene } from './scene.ts';

vi.mock(import('../../extension/background/tell/clipboard.ts'), () => ({
  copyText: vi.fn<(text: string) => Promise<boolean>>(),
}));

const ADDRESS = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';
const LINK = `${HOME}/${ADDRESS}#k=${'A'.repeat(43)}`;
const SHARED = {
  outcome: 'shared',
  address: ADDRESS,
  link: LINK,
  isNew: true,
  isAnnounced: true,
  unreached: [],
} as unknown as Shared;
const UNREACHED = { ...SHARED, isAnnounced: false, unreached: [HOME] } as Shared;

const deletePages = vi.fn<(...addresses: readonly string[]) => Promise<void>>();
const deps = { seeding: { deletePages } };

let tab: FakeTab;
const buttonsOf = ({ buttons = [] }: Toast) => buttons.map(({ name }) => name);

let notifications: ReturnType<typeof fakeNotifications>;

beforeEach(() => {
  tab = FakeTab.open();
  deletePages.mockReset().mockResolvedValue();
  notifications = fakeNotifications();
  vi.mocked(copyText).mockReset().mockResolvedValue(true);
});

describe('what is said', () => {
  test.each([
    [
      'copied',
      SHARED,
      [true],
      'Link copied. Paste it to whoever should read it. Keep this browser open until they have.',
    ],
    [
      'not copied',
      SHARED,
      [false],
      'Shared. The link could not be copied. It is in the popup of Mayfly.',
    ],
    [
      'copied, and kept while the relay is away',
      UNREACHED,
      [true],
      `Link copied. ${HOME} cannot be reached now`,
    ],
    [
      'refused',
      { outcome: 'refused', message: 'Nothing is selected.' },
      [],
      'Nothing is selected.',
    ],
  ] as const)(
    '%s, in the page that was acted on, and without the link',
    async (_, shared, copies, text) => {
      for (const isCopied of copies) vi.mocked(copyText).mockResolvedValueOnce(isCopied);
      await tellOutcome(deps, await actedPage(tab.id), shared);
      expect(tab.toasts).toHaveLength(1);
      expect(tab.toasts[0]?.text).toContain(text);
      expect(JSON.stringify(tab.toasts)).not.toContain(ADDRESS);
      expect(notifications.shown.size).toBe(0);
    },
  );

  test('a button copies what was not copied, once more', async () => {
    vi.mocked(copyText).mockResolvedValueOnce(false);
    tab.presses = 'copy';
    await tellOutcome(deps, await actedPage(tab.id), SHARED);
    expect(tab.toasts.map(buttonsOf)).toEqual([['Copy link', 'Undo'], []]);
    expect(tab.toasts[1]?.text).toContain('Link copied.');
    expect(copyText).toHaveBeenLastCalledWith(LINK);
  });

  test('a button deletes the page that was shared, and says so', async () => {
    tab.presses = 'undo';
    await tellOutcome(deps, await actedPage(tab.id), SHARED);
    expect(deletePages).toHaveBeenCalledExactlyOnceWith(ADDRESS);
    expect(tab.toasts.map(buttonsOf)).toEqual([['Undo'], []]);
    expect(tab.toasts[1]?.text).toContain('Deleted.');
  });

  test('a page that was held before is not to be undone: that would delete more than was shared', async () => {
    await tellOutcome(deps, await actedPage(tab.id), { ...SHARED, isNew: false } as Shared);
    expect(tab.toasts.map(buttonsOf)).toEqual([[]]);
  });

  test('a page that was left meanwhile is told nothing, nor is the next', async () => {
    const page = await actedPage(tab.id);
    tab.navigate();
    await tellOutcome(deps, page, SHARED);
    await actedPage(tab.id);
    await tellOutcome(deps, page, SHARED);
    expect(tab.toasts).toEqual([]);
    expect([...notifications.shown.keys()]).toEqual([`page ${ADDRESS}`]);
  });

  test('a page that is closed while its toast is there has told all', async () => {
    tab.close();
    await tellOutcome(deps, await actedPage(tab.id), SHARED);
    expect(tab.toasts).toHaveLength(1);
    expect(notifications.shown.size).toBe(0);
  });

  test('two things on their way to one page both arrive', async () => {
    const [one, other] = [await actedPage(tab.id), await actedPage(tab.id)];
    await tellOutcome(deps, one, SHARED);
    await tellOutcome(deps, other, SHARED);
    expect(tab.toasts).toHaveLength(2);
  });

  test('a page with an element of that name is told apart all the same', async () => {
    Reflect.set(globalThis, PAGE_TOKEN, {}); // as `<p id="mayflyPage">` does
    const page = await actedPage(tab.id);
    expect(page?.token).toMatch(/^[0-9a-f-]{36}$/);
    await tellOutcome(deps, page, SHARED);
    expect(tab.toasts).toHaveLength(1);
  });

  test('where no toast can be made, a notification says it', async () => {
    const page = await actedPage(tab.id);
    tab.break();
    await tellOutcome(deps, page, SHARED);
    expect([...notifications.shown.keys()]).toEqual([`page ${ADDRESS}`]);
  });

  test('where nothing may run, a notification says it, and opens the page when pressed', async () => {
    const { pages } = scene();
    const address = await keep(pages, bytesOf('hello'));
    openPressedNotifications(pages);
    tab.bar();
    vi.mocked(copyText).mockResolvedValue(false);
    await tellOutcome(deps, await actedPage(tab.id), SHARED);
    const id = `page ${address}`;
    expect(notifications.shown.get(id)).toMatch(/Press here to open the page\.$/);
    const create = vi.spyOn(browser.tabs, 'create').mockResolvedValue({} as never);
    notifications.press(id);
    await vi.waitFor(() =>
      expect(create).toHaveBeenCalledWith({ url: expect.stringContaining(`&u=${address}`) }),
    );
    expect(notifications.shown.has(id)).toBe(false);
  });
});

describe('an address', () => {
  test('becomes a page of its name and itself, as text', () => {
    expect(addressPage('https://a.example/?q="1"&r', ' <b>A\n  title</b> ')).toBe(
      '<h1>&lt;b&gt;A title&lt;/b&gt;</h1>\n<p><a href="https://a.example/?q=&quot;1&quot;&amp;r">https://a.example/?q=&quot;1&quot;&amp;r</a></p>\n',
    );
  });

  test('that is its own name is said once', () => {
    expect(addressPage('https://a.example/', 'https://a.example/')).not.toContain('<h1>');
  });

  test('is shared without what only tells that it was followed', async () => {
    await writeSettings({ isSealed: false });
    const { deps, pages, clientOf } = scene();
    const sharing = shareAddress(deps, {
      address: 'https://me:secret@a.example/?id=7&utm_source=x',
      title: 'Rivers',
    });
    await vi.waitFor(() => clientOf().open());
    const shared = await sharing;
    assert(shared.outcome === 'shared');
    const held = await pages.read(shared.address, 0, 1_000);
    expect(new TextDecoder().decode(held?.bytes)).toContain('<a href="https://a.example/?id=7">');
    expect(await pages.get(shared.address)).toMatchObject({ title: 'Rivers' });
  });

  test.each([
    'javascript:alert(1)',
    'blob:https://a.example/1',
    'file:///etc/passwd',
    'about:blank',
  ])('%s leads nobody anywhere', async (address) => {
    const { deps, pages } = scene();
    expect(await shareAddress(deps, { address, title: 'x' })).toMatchObject({ outcome: 'refused' });
    expect(await pages.count()).toBe(0);
  });
});

test.each([
  ['https://a.example/rivers/danube.jpeg?w=800', 'image/jpeg', 'danube.jpg'],
  ['https://a.example/r%C3%ADo.png', 'image/png', 'río.png'],
  ['https://a.example/%E0%A4%A.gif', 'image/gif', '%E0%A4%A.gif'],
  ['https://a.example/photo.webp', 'image/png', 'photo.png'], // the painted image
  ['https://a.example/', 'image/svg+xml', 'image.svg'],
  ['data:image/png;base64,AAAA', 'image/png', 'image.png'],
])('the image at %s, a %s, is named %s', (src, mediaType, name) => {
  expect(nameOfImage(src, mediaType)).toBe(name);
});

test.each([
  [['share-link', 'share-selection'], 'share-selection'],
  [['share-link', 'share-image'], 'share-image'],
  [['share-link', 'open-link'], 'open-link'],
  [['share-page'], 'share-page'],
  [[], undefined],
])('of the entries %j, %s is shown', (fitting, shown) => {
  expect(entryOf(fitting)).toBe(shown);
});

describe('after the keyword', () => {
  test.each([
    ['', 'shared', 'Paste a link to open it, or type a text to share it'],
    ['hello', 'shared', 'Share “hello” as a page'],
    [LINK, 'opened', `Open ${LINK}`],
    [ADDRESS.slice(1), 'refused', 'This holds an address or a key of a page'],
    ['this page', 'previewed', 'Share this page: On flies'],
  ] as const)('%j is announced', (text, fate, words) => {
    expect(tellTyped(text, fate, 'On flies')).toContain(words);
  });

  /** The address bar: the effect of Enter on a text, and the suggestions below it. */
  function addressBar(title?: string) {
    const typed: ((text: string, suggest: (all: object[]) => void) => void)[] = [];
    const setDefaultSuggestion = vi.fn<(suggestion: object) => void>();
    Reflect.set(browser, 'omnibox', {
      onInputChanged: { addListener: (listener: (typeof typed)[0]) => typed.push(listener) },
      onInputEntered: { addListener: () => undefined },
      setDefaultSuggestion,
    });
    vi.spyOn(browser.tabs, 'query').mockResolvedValue([{ id: 7, title }] as never);
    answerOmnibox(scene().deps);
    const suggest = vi.fn<(all: object[]) => void>();
    const type = (text: string) => typed.forEach((listener) => listener(text, suggest));
    return { type, suggest, setDefaultSuggestion };
  }

  test('what Enter would do is said in the text that Chromium reads as XML', async () => {
    const { type, setDefaultSuggestion } = addressBar();
    type(' <b> & co ');
    const description = 'Share “&lt;b&gt; &amp; co” as a page';
    expect(setDefaultSuggestion).toHaveBeenCalledWith({ description });
  });

  test.each(['', 'Th', 'this pa'])('the page in the tab is offered after %j', async (text) => {
    const { type, suggest } = addressBar('Flies & <co>');
    type(text);
    const description = 'Share this page: Flies &amp; &lt;co&gt;';
    const expected = [{ content: 'this page', description }];
    await vi.waitFor(() => expect(suggest).toHaveBeenCalledWith(expected));
  });

  test('the page in the tab is offered without its title where that is not known', async () => {
    const { type, suggest } = addressBar();
    type('');
    const expected = [{ content: 'this page', description: 'Share this page' }];
    await vi.waitFor(() => expect(suggest).toHaveBeenCalledWith(expected));
  });

  test('another text is all that is offered', async () => {
    const { type, suggest, setDefaultSuggestion } = addressBar('Flies');
    type('this page lives');
    type('This  page ');
    const description = 'Share this page: Flies';
    await vi.waitFor(() => expect(setDefaultSuggestion).toHaveBeenCalledWith({ description }));
    expect(suggest).not.toHaveBeenCalled();
  });

  test('the words for the page in the tab open its preview, and share nothing', async () => {
    vi.spyOn(browser.tabs, 'query').mockResolvedValue([{ id: 7 }] as never);
    vi.spyOn(browser.tabs, 'get').mockResolvedValue({ id: 7, index: 2, windowId: 1 } as never);
    const create = vi.spyOn(browser.tabs, 'create').mockResolvedValue({} as never);
    const { deps, pages } = scene();
    await onTyped(deps, ' This Page', 'currentTab');
    const url = expect.stringContaining('/share-page.html?tab=7&as=article');
    expect(create).toHaveBeenCalledWith(expect.objectContaining({ url, index: 3, active: true }));
    expect(await pages.count()).toBe(0);
  });

  test('a text is shared, and told by a notification', async () => {
    const { deps, clientOf } = scene();
    const typing = onTyped(deps, ' hello ', 'currentTab');
    await vi.waitFor(() => clientOf().open());
    await typing;
    const [link = ''] = vi.mocked(copyText).mock.lastCall ?? [];
    assert(!isLinkProblem(parseLink(link)));
    expect([...notifications.shown.values()]).toEqual([expect.stringContaining('Link copied.')]);
  });

  test.each([
    ['currentTab', 'update', { url: expect.stringContaining(ADDRESS) }],
    ['newForegroundTab', 'create', { url: expect.stringContaining(ADDRESS), active: true }],
    ['newBackgroundTab', 'create', { url: expect.stringContaining(ADDRESS), active: false }],
  ] as const)('a link is opened in the %s', async (disposition, method, expected) => {
    const opened = vi.spyOn(browser.tabs, method).mockResolvedValue({} as never);
    await onTyped(scene().deps, LINK, disposition);
    expect(opened).toHaveBeenCalledWith(expected);
    expect(copyText).not.toHaveBeenCalled();
  });

  test.each([
    `look at ${LINK}, please`,
    `(${LINK}).`,
    `${LINK}x`,
    LINK.replace('#', '%23'),
    LINK.replace('http://', ''),
    `the address ${ADDRESS}`,
    `${ADDRESS}#k=${'A'.repeat(43)}`,
  ])('a text with a link in it is opened, and not shared: %s', async (text) => {
    const update = vi.spyOn(browser.tabs, 'update').mockResolvedValue({} as never);
    const { deps, pages } = scene();
    await onTyped(deps, text, 'currentTab');
    expect(update).toHaveBeenCalledWith({ url: expect.stringContaining(`u=${ADDRESS}`) });
    expect(await pages.count()).toBe(0);
  });

  test.each([
    `https://files.example/sha256/${ADDRESS}`,
    `see https://relay.example/${ADDRESS.slice(1)}#k=AAECAwQFBgcICQoLDA0ODxAREhM`,
    'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8',
    '#k=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8',
  ])('a text with part of a link in it is not shared, and told why: %s', async (text) => {
    const { deps, pages } = scene();
    await onTyped(deps, text, 'currentTab');
    expect([...notifications.shown.values()]).toEqual([
      expect.stringContaining('it is not shared'),
    ]);
    expect(await pages.count()).toBe(0);
  });

  test('a bare address is one at the default relay', async () => {
    const create = vi.spyOn(browser.tabs, 'create').mockResolvedValue({} as never);
    await onTyped(scene().deps, ADDRESS.toUpperCase(), 'newForegroundTab');
    const url = expect.stringContaining(`relay=${encodeURIComponent(HOME)}&u=${ADDRESS}`);
    expect(create).toHaveBeenCalledWith({ url, active: true });
  });
});

/** Alice shares a page by once links, and her background answers readers. */
import {
  addressOf,
  type OnceState,
  OnceReader,
  openLock,
  openSealed,
  type Reading,
} from '@mayfly/relay/client';
import { type Address, isLinkProblem, type Link, parseLink } from '@mayfly/relay/protocol';
import type { Opens } from '@mayfly/relay/words';
import { afterEach, assert, beforeEach, describe, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { importPages } from '../../extension/background/hold/archive-import.ts';
import { uploadSource } from '../../extension/background/hold/uploaded-pages.ts';
import { viewPage } from '../../extension/background/read/page-view.ts';
import { answerReaders } from '../../extension/background/share/once-answers.ts';
import { settle } from '../../extension/background/share/publication.ts';
import { shareText } from '../../extension/background/share/share-draft.ts';
import { LibraryReporter } from '../../extension/background/watch/library-view.ts';
import { viewOverview } from '../../extension/background/watch/overview.ts';
import type { LibraryUpdate, Overview, PageView } from '../../extension/messages.ts';
import { writeArchive } from '../../extension/store/write-archive.ts';
import { linkOfPage } from '../../extension/store/page-link.ts';
import { openDatabase } from '../../extension/store/database.ts';
import { pause, resume, writeSettings } from '../../extension/store/settings.ts';
import { DEFAULT_LIMITS } from '../../relay/protocol/limits.ts';
import { letWorkersDie, MortalWorker } from './mortal.ts';
import { HOME, scene, SEEN } from './scene.ts';

const TEXT = 'meet me at nine';

afterEach(() => vi.restoreAllMocks());

/** Alice's worker, connected to a relay that takes notes. */
function startWorker() {
  const background = scene();
  background.relays.use(HOME);
  background.clientOf().open();
  return { ...background, answers: answerReaders(background.deps) };
}
type Worker = ReturnType<typeof startWorker>;

async function share({ deps }: Worker, opens: Opens, text = TEXT) {
  const shared = await settle(shareText(deps, { text, mediaType: 'text/plain', opens }));
  assert(shared.outcome === 'shared');
  const links = (shared.once ?? []).map(({ link }) => parsed(link));
  return { shared, links, link: links[0]! };
}

function parsed(text: string): Link {
  const link = parseLink(text);
  if (isLinkProblem(link)) throw new Error(link.message);
  return link;
}

/** A reader's browser, whose notes reach the worker that is there at the moment. */
class ReaderBrowser {
  readonly name: string;
  readonly #link: Link;
  readonly #readings = new Map<Address, Reading>();
  readonly #author: () => Worker;
  #reader: OnceReader | undefined;
  #sent: Uint8Array[] = [];
  state: OnceState = { state: 'ready' };

  constructor(name: string, link: Link, author: () => Worker) {
    this.name = name;
    this.#link = link;
    this.#author = author;
  }

  /** Fetches and opens the lock. A reload does so again. */
  async arrive(): Promise<void> {
    const { pages, uploadPolicy } = this.#author();
    const source = uploadSource({ pages, uploadPolicy, relay: HOME });
    await source.addresses();
    const { address, capability } = this.#link;
    const range = await source.read(address, 0, 1_000_000);
    assert(range && capability);
    const bytes = new Uint8Array(range.bytes);
    expect(await addressOf(bytes)).toBe(address);
    const lock = await openLock(bytes, capability);
    assert(typeof lock !== 'string');
    this.lock = lock;
    const reader = await OnceReader.begin({
      ...{ address, lock, capability },
      store: {
        read: async (key) => this.#readings.get(key),
        write: async (reading) => void this.#readings.set(reading.lock, reading),
        delete: async (key) => void this.#readings.delete(key),
      },
      now: () => 1_000,
      random: () => 0.5,
      schedule: () => () => {},
      send: (body) => this.#sent.push(body),
      onState: (state) => (this.state = state),
    });
    assert(reader instanceof OnceReader);
    this.#reader = reader;
  }
  lock: Exclude<Awaited<ReturnType<typeof openLock>>, string> | undefined;

  async open(): Promise<void> {
    await this.#reader?.open();
    await this.deliver();
  }

  async received(): Promise<void> {
    await this.#reader?.received();
    await this.deliver();
  }

  /** Asks again, as a reader does who hears nothing. */
  async repeat(): Promise<void> {
    await this.arrive();
    await this.deliver();
  }

  /** Brings the notes to the author, and the answers back. */
  async deliver(isLost = false): Promise<void> {
    const { answers, clientOf } = this.#author();
    const client = clientOf();
    for (const body of this.#sent.splice(0)) {
      const before = client.notes.length;
      const note = { type: 'note', address: this.#link.address, from: this.name, body } as const;
      await answers.receive(HOME, note);
      for (const { to, body: answer } of client.notes.slice(before)) {
        if (!isLost && to === this.name) await this.#reader?.receive('alice', answer);
      }
    }
  }

  /** Presses Open where every answer is lost. */
  async openInVain(): Promise<void> {
    await this.#reader?.open();
    await this.deliver(true);
  }

  async text(): Promise<string | undefined> {
    if (this.state.state !== 'opened' || !this.lock) return undefined;
    const { pages } = this.#author();
    const page = await pages.readWhole(this.lock.page);
    const content = page && (await openSealed(page, this.state.contentKey));
    return content && typeof content !== 'string' ? new TextDecoder().decode(content) : undefined;
  }
}

async function reader(name: string, link: Link, author: () => Worker): Promise<ReaderBrowser> {
  const browserOf = new ReaderBrowser(name, link, author);
  await browserOf.arrive();
  return browserOf;
}

function told() {
  const created = vi.spyOn(browser.notifications, 'create');
  return () =>
    created.mock.calls.map((args) => (args as unknown as [string, { message: string }])[1].message);
}

describe('a share', () => {
  test('makes a link without a key, and a page whose own link has none either', async () => {
    const alice = startWorker();
    const { shared, link } = await share(alice, { times: 1 });
    expect(link).toMatchObject({ relay: HOME });
    expect(link.key).toBeUndefined();
    expect(link.capability).toHaveLength(32);
    expect(link.address).not.toBe(shared.address);
    expect(shared.link).toBe(shared.once?.[0]?.link);
    const page = await alice.pages.get(shared.address);
    expect(page).toMatchObject({ once: true, key: expect.anything() });
    expect(parsed(linkOfPage(page!)).key).toBeUndefined();
  });

  test('is encrypted though its user shares without encryption', async () => {
    await writeSettings({ isSealed: false });
    const alice = startWorker();
    const { shared } = await share(alice, { times: 1 });
    const held = await alice.pages.readWhole(shared.address);
    expect(new TextDecoder().decode(held)).not.toContain(TEXT);
  });

  test('for three people makes a link for each, in their order', async () => {
    const alice = startWorker();
    const people = ['Anna', 'Bob', 'Carol'];
    const { shared } = await share(alice, { times: 2, people });
    expect(shared.once?.map(({ person, total }) => [person, total])).toEqual([
      ['Anna', 2],
      ['Bob', 2],
      ['Carol', 2],
    ]);
    expect(new Set(shared.once?.map(({ link }) => link)).size).toBe(3);
  });

  test('asks for no more links and openings than there may be', async () => {
    const alice = startWorker();
    const people = Array.from({ length: 60 }, (_, i) => `${i}`);
    const { shared } = await share(alice, { times: 1_000_000, people });
    expect(shared.once).toHaveLength(50);
    expect(shared.once?.[0]?.total).toBe(100);
  });

  test('announces page and locks, and this browser answers for the locks alone', async () => {
    const alice = startWorker();
    const { shared, links } = await share(alice, { times: 1, people: ['Anna', 'Bob'] });
    const source = uploadSource({ ...alice, relay: HOME });
    const locks = links.map(({ address }) => address);
    const said = [shared.address, ...locks].map((address) => `have ${address}`);
    expect(alice.clientOf().said).toEqual(expect.arrayContaining(said));
    expect(new Set(await source.addresses())).toEqual(new Set([shared.address, ...locks]));
    expect(locks.map((address) => source.answers?.(address))).toEqual([true, true]);
    expect(source.answers?.(shared.address)).toBe(false);
  });

  test('is refused by a relay that takes no notes, and stores nothing', async () => {
    const background = scene();
    background.relays.use(HOME);
    const connection = { state: 'open', limits: DEFAULT_LIMITS, takesNotes: false } as const;
    background.clientOf().connection = connection;
    const draft = { text: TEXT, mediaType: 'text/plain', opens: { times: 1 } } as const;
    const shared = await settle(shareText(background.deps, draft));
    expect(shared).toMatchObject({
      outcome: 'refused',
      message: expect.stringContaining('too old for links that open once'),
    });
    expect(await background.pages.count()).toBe(0);
  });

  test('of two pages at once gives each its own links', async () => {
    const alice = startWorker();
    const [one, two] = await Promise.all([
      share(alice, { times: 1 }, 'one'),
      share(alice, { times: 1 }, 'two'),
    ]);
    const bob = await reader('bob', one.link, () => alice);
    const carol = await reader('carol', two.link, () => alice);
    await Promise.all([bob.open(), carol.open()]);
    expect([await bob.text(), await carol.text()]).toEqual(['one', 'two']);
  });

  test('that does not fit on the disk leaves neither page nor lock', async () => {
    const alice = startWorker();
    vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementationOnce(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    const draft = { text: TEXT, mediaType: 'text/plain', opens: { times: 1 } } as const;
    const shared = await settle(shareText(alice.deps, draft));
    expect(shared).toMatchObject({ outcome: 'refused', message: expect.stringContaining('full') });
    expect(await alice.pages.count()).toBe(0);
    expect(await (await openDatabase()).count('locks')).toBe(0);
  });
});

describe('a reader', () => {
  test('who presses Open gets the page once, and alice is told when it is on the screen', async () => {
    const messages = told();
    const alice = startWorker();
    const { shared, link } = await share(alice, { times: 1, people: ['Anna'] });
    const anna = await reader('anna', link, () => alice);
    await anna.open();
    expect(await anna.text()).toBe(TEXT);
    expect(messages()).toEqual([]);
    await anna.received();
    expect(anna.state.state).toBe('received');
    await vi.waitFor(() =>
      expect(messages()).toEqual([expect.stringMatching(/^Anna opened “meet me at nine” at /)]),
    );
    const [record] = await alice.pages.locks.ofPages([shared.address]);
    expect(record?.releases).toEqual([expect.objectContaining({ at: 1_000, receivedAt: 1_000 })]);
    expect(record).not.toHaveProperty('contentKey');
  });

  test('who comes second gets nothing, and alice sees that somebody tried', async () => {
    const alice = startWorker();
    const { shared, link } = await share(alice, { times: 1 });
    const bob = await reader('bob', link, () => alice);
    const carol = await reader('carol', link, () => alice);
    await bob.open();
    await carol.open();
    expect(carol.state).toMatchObject({ state: 'spent', at: 1_000 });
    const [record] = await alice.pages.locks.ofPages([shared.address]);
    expect(record?.releases).toHaveLength(1);
    expect(record?.refused.spent.count).toBe(1);
  });

  test('and another at the same moment: one gets it, the other does not', async () => {
    const alice = startWorker();
    const { link } = await share(alice, { times: 1 });
    const bob = await reader('bob', link, () => alice);
    const carol = await reader('carol', link, () => alice);
    await Promise.all([bob.open(), carol.open()]);
    expect([bob.state.state, carol.state.state].toSorted()).toEqual(['opened', 'spent']);
  });

  test('whose answer was lost asks again, and nothing more is used up', async () => {
    const alice = startWorker();
    const { shared, link } = await share(alice, { times: 1 });
    const bob = await reader('bob', link, () => alice);
    await bob.openInVain();
    await bob.repeat();
    expect(await bob.text()).toBe(TEXT);
    const [record] = await alice.pages.locks.ofPages([shared.address]);
    expect(record?.releases).toHaveLength(1);
  });

  test('without the whole link gets no answer, and alice sees that somebody tried', async () => {
    const alice = startWorker();
    const { shared, link } = await share(alice, { times: 1 });
    const body = new Uint8Array(66).fill(9);
    body.set([1, 1]);
    const note = { type: 'note', address: link.address, from: 'mallory', body } as const;
    await alice.answers.receive(HOME, note);
    expect(alice.clientOf().notes).toEqual([]);
    const [record] = await alice.pages.locks.ofPages([shared.address]);
    expect(record?.refused.wrongProof.count).toBe(1);
    expect(record?.releases).toEqual([]);
  });

  test('finds nobody while uploads are paused, and gets the page after that', async () => {
    const alice = startWorker();
    const { link } = await share(alice, { times: 1 });
    const bob = await reader('bob', link, () => alice);
    await pause(false);
    await vi.waitFor(() => expect(alice.clientOf().said).toContain(`drop ${link.address}`));
    await bob.open();
    expect(alice.clientOf().notes).toEqual([]);
    await resume();
    await vi.waitFor(async () => expect((await alice.uploadPolicy.uploads()).pages).toBe('all'));
    await bob.repeat();
    expect(await bob.text()).toBe(TEXT);
  });
});

describe('a release', () => {
  test('that the disk has no room for does not happen, and alice is told once', async () => {
    const messages = told();
    const alice = startWorker();
    const { shared, link } = await share(alice, { times: 1 });
    const bob = await reader('bob', link, () => alice);
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    await bob.open();
    await bob.repeat();
    put.mockRestore();
    expect(alice.clientOf().notes).toEqual([]);
    expect(messages()).toEqual([expect.stringContaining('The disk is full, so nobody can open')]);
    const [record] = await alice.pages.locks.ofPages([shared.address]);
    expect(record?.releases).toEqual([]);
    await bob.repeat();
    expect(await bob.text()).toBe(TEXT);
  });

  test('of a damaged record does not happen', async () => {
    const alice = startWorker();
    const { shared, link } = await share(alice, { times: 1 });
    const bob = await reader('bob', link, () => alice);
    const database = await openDatabase();
    const [record] = await alice.pages.locks.ofPages([shared.address]);
    await database.put('locks', { ...record!, releases: undefined } as never);
    database.close();
    await bob.open();
    expect(alice.clientOf().notes).toEqual([]);
  });

  test('and a deletion of its page follow one another: whichever comes first, no answer without a record', async () => {
    const alice = startWorker();
    const { shared, link } = await share(alice, { times: 1 });
    const bob = await reader('bob', link, () => alice);
    await Promise.all([bob.open(), alice.seeding.deletePages(shared.address)]);
    expect(await alice.pages.locks.ofPages([shared.address])).toEqual([]);
    expect(alice.clientOf().said).toContain(`drop ${link.address}`);
    const answered = alice.clientOf().notes.length;
    await bob.repeat().catch(() => undefined); // the lock is gone
    expect(alice.clientOf().notes).toHaveLength(answered);
  });

  test('does not happen once the time of the page is over, and the page goes', async () => {
    await writeSettings({ lifetime: 'hour' });
    const alice = startWorker();
    const { shared, link } = await share(alice, { times: 1 });
    const bob = await reader('bob', link, () => alice);
    alice.now.mockReturnValue(1_000 + 3_600_000);
    await bob.open();
    expect(alice.clientOf().notes).toEqual([]);
    expect(await alice.pages.get(shared.address)).toBeUndefined();
    expect(await alice.pages.locks.ofPages([shared.address])).toEqual([]);
  });

  test('counts though the clock was put back', async () => {
    const alice = startWorker();
    const { shared, link } = await share(alice, { times: 2 });
    const readers = [];
    for (const [name, now] of [
      ['bob', 5_000],
      ['carol', 10],
      ['dave', 1],
    ] as const) {
      alice.now.mockReturnValue(now);
      const one = await reader(name, link, () => alice);
      await one.open();
      readers.push(one.state.state);
    }
    expect(readers).toEqual(['opened', 'opened', 'spent']);
    const [record] = await alice.pages.locks.ofPages([shared.address]);
    expect(record?.releases.map(({ at }) => at)).toEqual([5_000, 10]);
  });
});

describe('a worker that is killed', () => {
  beforeEach(letWorkersDie);

  test('at any step of a release has given the key to nobody without a record, and the next worker gives it once', async () => {
    let kills = 0;
    for (let nth = 1; ; nth++) {
      globalThis.indexedDB = new IDBFactory();
      const { link, shared } = await share(startWorker(), { times: 1 });
      const mortal = new MortalWorker();
      const alice = mortal.run(startWorker);
      let author: Worker = alice;
      const bob = await reader('bob', link, () => author);
      mortal.strikeAt(nth, 'killed');
      await Promise.race([mortal.run(() => bob.open()), mortal.died]);
      const isGiven = alice.clientOf().notes.length > 0;
      author = startWorker();
      const [record] = await author.pages.locks.ofPages([shared.address]);
      if (isGiven) expect(record?.releases).toHaveLength(1);
      if (bob.state.state !== 'opened') await bob.repeat();
      expect(await bob.text()).toBe(TEXT);
      const carol = await reader('carol', link, () => author);
      await carol.open();
      expect(carol.state.state).toBe('spent');
      if (!mortal.isStruck) break;
      kills += 1;
    }
    expect(kills).toBeGreaterThan(3);
  });
});

describe('screens', () => {
  test('show the once links of a page with who opened them, and no link with its key', async () => {
    const alice = startWorker();
    const people = ['Anna', 'Bob'];
    const { shared, links } = await share(alice, { times: 1, people });
    const anna = await reader('anna', links[0]!, () => alice);
    await anna.open();
    await anna.received();
    const popup = vi.fn<(overview: Overview) => void>();
    const library = vi.fn<(update: LibraryUpdate) => void>();
    const viewer = vi.fn<(view: PageView) => void>();
    const stops = [
      viewOverview(alice, popup),
      viewPage(alice.deps, shared.link.replace(/\/\w{64}#.*/, `/${shared.address}`), viewer, SEEN),
    ];
    const reporter = new LibraryReporter(alice, library);
    const once = [
      { person: 'Anna', total: 1, opened: [{ at: 1_000, receivedAt: 1_000 }] },
      { person: 'Bob', total: 1, opened: [] },
    ];
    await vi.waitFor(() => {
      const [page] = popup.mock.lastCall?.[0].recent ?? [];
      expect(page).toMatchObject({ address: shared.address, once });
      expect(parsed(page!.link).key).toBeUndefined();
      const pages = library.mock.calls.flatMap(([update]) =>
        update.type === 'pages' ? update.pages : [],
      );
      expect(pages[0]).toMatchObject({ address: shared.address, isSealed: true, once });
      expect(parsed(pages[0]!.link).key).toBeUndefined();
      expect(viewer.mock.lastCall?.[0].copy).toMatchObject({ state: 'held', once });
    });
    reporter.stop();
    for (const stop of stops) stop();
  });

  test('hear of each opening at once', async () => {
    const alice = startWorker();
    const { shared, link } = await share(alice, { times: 1 });
    const popup = vi.fn<(overview: Overview) => void>();
    const stop = viewOverview(alice, popup);
    await vi.waitFor(() => expect(popup).toHaveBeenCalled());
    const bob = await reader('bob', link, () => alice);
    await bob.open();
    await vi.waitFor(() =>
      expect(popup.mock.lastCall?.[0].recent[0]).toMatchObject({
        address: shared.address,
        once: [{ opened: [{ at: 1_000 }] }],
      }),
    );
    stop();
  });
});

test('an exported page has neither its links nor their counts, and is offered by no link with its key', async () => {
  const alice = startWorker();
  const { shared, links } = await share(alice, { times: 1 });
  const { file } = await writeArchive(alice.pages, [shared.address], {
    hasKeys: true,
    isChecked: false,
  });
  const text = new TextDecoder('latin1').decode(await file.arrayBuffer());
  expect(text).not.toContain(links[0]!.address);
  await alice.seeding.deletePages(shared.address);
  const url = URL.createObjectURL(file);
  await importPages(alice.deps, url, { isRestored: true });
  URL.revokeObjectURL(url);
  const page = await alice.pages.get(shared.address);
  expect(page).toMatchObject({ once: true, key: expect.anything() });
  expect(await alice.pages.locks.ofPages([shared.address])).toEqual([]);
  expect(parsed(linkOfPage(page!)).key).toBeUndefined();
});

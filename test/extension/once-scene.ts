/** A once link of alice's, whose browser answers at a fake relay, and tabs of bob's browser that open it. */
import {
  addressOf,
  type Lock,
  makeLock,
  newKey,
  OnceAuthor,
  openLock,
  seal,
} from '@mayfly/relay/client';
import { encodeBase64url, formatLink } from '@mayfly/relay/protocol';
import { vi } from 'vitest';
import { OnceViewing } from '../../extension/background/read/once-view.ts';
import type { OpeningView } from '../../extension/messages.ts';
import { MemoryLocks } from '../client/once/once-scene.ts';
import type { FakeClient } from './fake-client.ts';
import { bytesOf, HOME, scene } from './scene.ts';

const TEXT = 'meet me at nine';

type Browser = ReturnType<typeof scene>;

/** The author's browser, and the link that she sent. */
export class Alice {
  readonly locks = new MemoryLocks();
  readonly lockPage: Uint8Array<ArrayBuffer>;
  readonly sealed: Uint8Array<ArrayBuffer>;
  readonly lock: Lock;
  readonly link: string;
  readonly address;
  readonly key: string;
  /** The kinds of changes of her record, in order. */
  readonly changes: string[] = [];
  isOnline = true;
  #send: (body: Uint8Array) => void = () => {};
  readonly #author = new OnceAuthor({
    store: this.locks,
    now: () => 2_000,
    send: (_address, body) => this.#send(body),
    onChange: (_record, { type }) => this.changes.push(type),
  });

  private constructor(made: Made) {
    const { lockPage, record } = made;
    this.lockPage = lockPage;
    this.sealed = made.sealed;
    this.lock = made.lock;
    this.key = encodeBase64url(made.key);
    this.address = record.lock;
    this.locks.records.set(record.lock, record);
    const { capability } = record;
    this.link = formatLink({ relay: HOME, address: record.lock, capability, relays: [] });
  }

  static async shares({ total = 1, relays = [] as readonly string[] } = {}): Promise<Alice> {
    const key = newKey();
    const sealed = (await seal(bytesOf(TEXT), key)).bytes;
    const page = await addressOf(sealed);
    const hints = { bytes: sealed.length, mediaType: 'text/plain', name: 'place.txt', relays };
    const made = await makeLock({ page, ...hints, contentKey: key, total, createdAt: 1_000 });
    const lock = await openLock(made.lockPage, made.record.capability);
    if (typeof lock === 'string') throw new Error(lock);
    return new Alice({ ...made, sealed, lock, key });
  }

  get record() {
    return this.locks.records.get(this.address)!;
  }

  /** Serves her pages at this relay, and answers notes there. */
  answerAt(client: FakeClient): void {
    client.onNote = ({ address, body }) => {
      if (!this.isOnline) return client.emit(refusal(address));
      this.#send = (answer) => client.emit({ type: 'note', address, from: 'alice', body: answer });
      void this.#author.receive({ address, from: 'bob', body });
    };
    client.open();
    client.deliver(this.address, this.lockPage);
  }
}

interface Made extends Awaited<ReturnType<typeof makeLock>> {
  readonly sealed: Uint8Array<ArrayBuffer>;
  readonly lock: Lock;
  readonly key: Uint8Array;
}

function refusal(address: Alice['address'], code = 'nobody') {
  return { type: 'refused', code, message: code, address } as const;
}

/** The background's end of one tab of bob's at a link. */
export class BobsTab {
  readonly sights: OpeningView[] = [];
  readonly #viewing: OnceViewing;

  constructor({ deps, visits }: Browser, link: string, isShown = false) {
    const report = (sight: OpeningView) => void this.sights.push(sight);
    this.#viewing = new OnceViewing({ ...deps, visits }, link, report, isShown);
  }

  get opening() {
    return this.sights.at(-1)?.opening;
  }

  async shows(opening: object): Promise<void> {
    await vi.waitFor(() => {
      if (!this.opening) throw new Error('nothing was shown yet');
      expectLike(this.opening, opening);
    });
  }

  press(): void {
    this.#viewing.take({ type: 'open' });
  }

  shown(): void {
    this.#viewing.take({ type: 'shown' });
  }

  close(): void {
    this.#viewing.stop();
  }
}

function expectLike(shown: object, wanted: object): void {
  for (const [name, value] of Object.entries(wanted)) {
    const got: unknown = Reflect.get(shown, name);
    if (JSON.stringify(got) !== JSON.stringify(value)) {
      throw new Error(`expected ${JSON.stringify(wanted)}, got ${JSON.stringify(shown)}`);
    }
  }
}

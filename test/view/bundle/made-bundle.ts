/** A bundle made of files, whose parts come when a test says so. */
import { signal } from '@preact/signals';
import { BUNDLE_TYPE, formatManifest, sealBundle } from '../../../relay/client/bundle/index.ts';
import type {
  BundleState,
  FailedNote,
  OpenBundle,
} from '../../../relay/view/bundle/open-bundle.ts';
import { EntrySource } from '../../../relay/view/bundle/entry-source.ts';
import type { Page } from '../../../relay/words/reading.ts';

type Content = string | Uint8Array<ArrayBuffer>;

/** The parts here and elsewhere. */
class FakeBundle implements OpenBundle {
  readonly #pages: ReadonlyMap<number, Blob>;
  readonly #state = signal<BundleState>({ held: new Set(), wanted: 0, failed: [] });
  readonly #waiting = new Set<() => void>();
  readonly wishes: (readonly number[] | 'all')[] = [];
  stops = 0;

  constructor(pages: ReadonlyMap<number, Blob>) {
    this.#pages = pages;
  }

  get state() {
    return this.#state;
  }

  /** These parts are stored now; all of them if left out. */
  arrive(...parts: readonly number[]): void {
    const come = parts.length === 0 ? [...this.#pages.keys()] : parts;
    const held = new Set([...this.#state.value.held, ...come]);
    this.set({ held, wanted: 0 });
    for (const look of this.#waiting) look();
  }

  fail(...failed: readonly FailedNote[]): void {
    this.set({ failed });
  }

  set(change: Partial<BundleState>): void {
    this.#state.value = { ...this.#state.value, ...change };
  }

  async want(parts: readonly number[] | 'all', abort?: AbortSignal): Promise<void> {
    this.wishes.push(parts);
    const wanted = parts === 'all' ? [...this.#pages.keys()] : parts;
    const isHere = () => wanted.every((part) => this.#state.value.held.has(part));
    if (isHere()) return;
    this.set({ wanted: wanted.length });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const look = () => isHere() && resolve();
    this.#waiting.add(look);
    abort?.addEventListener('abort', () => reject(abort.reason));
    await promise.finally(() => this.#waiting.delete(look));
  }

  stop(): void {
    this.stops += 1;
    this.set({ wanted: 0 });
  }

  async page(index: number): Promise<Blob | undefined> {
    return this.#state.value.held.has(index) ? this.#pages.get(index) : undefined;
  }
}

export interface MadeBundle {
  readonly page: Page;
  readonly bundle: FakeBundle;
  readonly source: EntrySource;
}

/** Seals files, by path. None of the parts is here yet. */
export async function madeBundle(
  files: Readonly<Record<string, Content>>,
  type: (path: string) => string = () => 'text/plain',
): Promise<MadeBundle> {
  const pages = new Map<number, Blob>();
  const named = Object.entries(files).map(([path, content]) => {
    return { path, type: type(path), content: new Blob([content]) };
  });
  const { manifest, address, key } = await sealBundle(named, {
    onPart: async (index, _, page) => void pages.set(index, new Blob([page])),
  });
  const page = { address, bytes: formatManifest(manifest), mediaType: BUNDLE_TYPE, key };
  const bundle = new FakeBundle(pages);
  return { page, bundle, source: new EntrySource({ manifest, key, bundle }) };
}

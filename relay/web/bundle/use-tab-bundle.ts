import { useEffect, useState } from 'preact/hooks';
import { BundleError, type Manifest, parseManifest } from '../../client/bundle/index.ts';
import type { PageReading } from '../../view/page-reading.ts';
import type { Page } from '../../words/reading.ts';
import type { Tab } from '../tab.ts';
import type { HeldParts } from './held-parts.ts';
import { TabBundle } from './tab-bundle.ts';

/** A bundle that is open in a tab. */
export interface Opened {
  readonly bundle: TabBundle;
  readonly manifest: Manifest;
  readonly parts: HeldParts;
  /** The bytes that a tab has room for. */
  readonly room: number;
}

/** A list that its reader's browser refuses to follow has nothing to fetch. */
const NOTHING: Manifest = { partBytes: 1, parts: [], entries: [] };

/** Opens the bundle whose manifest is `page`, until the screen is left. Undefined while the tab's store is being opened. */
export function useTabBundle(tab: Tab, reading: PageReading, page: Page): Opened | undefined {
  const [opened, setOpened] = useState<Opened>();
  useEffect(() => {
    const leaving = new AbortController();
    void open(tab, reading, page).then((one) => {
      if (leaving.signal.aborted) return one.bundle.close();
      leaving.signal.addEventListener('abort', () => one.bundle.close());
      setOpened(one);
    });
    return () => {
      leaving.abort();
      setOpened(undefined);
    };
  }, [page]);
  return opened;
}

async function open(tab: Tab, reading: PageReading, page: Page): Promise<Opened> {
  const parts = await tab.openParts();
  const manifest = manifestIn(page.bytes);
  const { key } = reading.found.link;
  const bundle = new TabBundle({
    client: tab.client,
    parts,
    address: page.address,
    manifest,
    key: key && new Uint8Array(key),
    seen: tab.seen,
    hold: () => tab.undoDelete(),
  });
  return { bundle, manifest, parts, room: await parts.room() };
}

function manifestIn(bytes: Uint8Array): Manifest {
  try {
    return parseManifest(bytes);
  } catch (error) {
    if (error instanceof BundleError) return NOTHING; // the screen says why
    throw error;
  }
}

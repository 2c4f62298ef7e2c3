/** The library's ends of the wires: the background says what is held, and does what is asked for here. */
import type { Address } from '@mayfly/relay/protocol';
import { t } from '@mayfly/relay/words';
import { signal } from '@preact/signals';
import { render } from 'preact';
import { browser } from 'wxt/browser';
import { follow } from '../../browser/background-port.ts';
import { ask } from '../../browser/messaging.ts';
import { LIBRARY_PORT, type LibraryUpdate } from '../../messages.ts';
import {
  type Evictions,
  forgetEvictions,
  onEvictions,
  readEvictions,
} from '../../store/evictions.ts';
import type { StoreCondition } from '../../store/database-connection.ts';
import { Pages } from '../../store/pages.ts';
import { onSettings, readSettings } from '../../store/settings.ts';
import { writeArchive } from '../../store/write-archive.ts';
import { beginScreen } from '../../ui/screen.ts';
import { followStore } from '../../ui/store-notice.tsx';
import { viewerUrlOf } from '../../browser/viewer-url.ts';
import { notExported } from '../../sentences.ts';
import { Library } from '../../ui/library/library.tsx';
import { Listing } from '../../ui/library/listing.ts';
import type { Outcome } from '../../ui/library/notices.tsx';

beginScreen('library_tab');

/** Ages are told in minutes at most. */
const CLOCK_MS = 30_000;

const listing = new Listing();
const outcome = signal<Outcome>({ state: 'none' });
const evictions = signal<Evictions | undefined>(undefined);
const viewedBytes = signal((await readSettings()).viewedBytes);
const now = signal(Date.now());
const store = signal<StoreCondition | undefined>(undefined);
const shown = signal<readonly Address[]>([]);
let say: (addresses: readonly Address[]) => void = () => {};

function sayShown(): void {
  say(listing.toCount(shown.peek()));
}

async function importFile(file: File): Promise<void> {
  outcome.value = { state: 'busy', words: t('library_importing') };
  const url = URL.createObjectURL(file);
  try {
    outcome.value = { state: 'imported', imported: await ask('importPages', url) };
  } catch (error) {
    console.error(error);
    outcome.value = { state: 'failed', words: t('share_noBackground') };
  } finally {
    URL.revokeObjectURL(url);
  }
}

async function exportPages(addresses: readonly Address[], hasKeys: boolean): Promise<void> {
  outcome.value = { state: 'busy', words: t('library_gathering') };
  try {
    const { file, damaged } = await writeArchive(new Pages(), addresses, hasKeys);
    save(file);
    outcome.value =
      damaged === 0
        ? { state: 'none' }
        : { state: 'failed', words: t('library_leftOut', { count: damaged }) };
  } catch (error) {
    console.error(error);
    outcome.value = { state: 'failed', words: notExported(error) };
  }
}

function save(file: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = `pages-${new Date().toISOString().slice(0, 10)}.mayfly`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), CLOCK_MS);
}

function App() {
  return (
    <Library
      listing={listing}
      store={store.value}
      outcome={outcome.value}
      evictions={evictions.value}
      viewedBytes={viewedBytes.value}
      now={now.value}
      optionsHref={browser.runtime.getURL('/options.html')}
      composeHref={browser.runtime.getURL('/compose.html')}
      viewerHref={viewerUrlOf}
      onDismissEvictions={() => void forgetEvictions()}
      onShown={(addresses) => (shown.value = addresses)}
      onHold={(addresses, lifetime) => void ask('keepPages', { addresses, lifetime })}
      onStop={(addresses) => void ask('deletePages', addresses)}
      onExport={(addresses, hasKeys) => void exportPages(addresses, hasKeys)}
      onImport={(file) => void importFile(file)}
    />
  );
}

follow<LibraryUpdate>(
  () => LIBRARY_PORT,
  (update) => listing.apply(update),
  (toBackground) => {
    say = toBackground;
    sayShown();
  },
);
followStore((condition) => (store.value = condition));
shown.subscribe(sayShown);
listing.query.subscribe(sayShown);
listing.selected.subscribe(sayShown);
onSettings(['viewedBytes'], () => {
  void readSettings().then((settings) => (viewedBytes.value = settings.viewedBytes));
});
const readAgain = async () => (evictions.value = await readEvictions());
onEvictions(() => void readAgain());
await readAgain();
setInterval(() => (now.value = Date.now()), CLOCK_MS);
// The element is in index.html.
render(<App />, document.getElementById('app')!);

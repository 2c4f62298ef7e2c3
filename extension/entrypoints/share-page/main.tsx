import { computed, signal } from '@preact/signals';
import { render } from 'preact';
import { browser } from 'wxt/browser';
import { follow } from '../../browser/background-port.ts';
import { previewedIn } from '../../browser/preview-tab.ts';
import { viewerUrlOf } from '../../browser/viewer-url.ts';
import { OVERVIEW_PORT, type Overview } from '../../messages.ts';
import type { StoreCondition } from '../../store/database-connection.ts';
import { readSettings } from '../../store/settings.ts';
import { pageBytesOf } from '../../ui/page-bytes.ts';
import { beginScreen } from '../../ui/screen.ts';
import { PageSharing } from '../../ui/share-page/page-sharing.ts';
import { SharePage } from '../../ui/share-page/share-page.tsx';
import { followStore } from '../../ui/store-notice.tsx';

beginScreen('sharePage_tab');

const overview = signal<Overview | undefined>(undefined);
const store = signal<StoreCondition | undefined>(undefined);
const title = signal('');
const previewed = previewedIn(location.search);
const sharing = new PageSharing(
  previewed,
  computed(() => pageBytesOf(overview.value)),
);

function App() {
  return (
    <SharePage
      overview={overview.value}
      store={store.value}
      title={title.value}
      sharing={sharing}
      optionsHref={browser.runtime.getURL('/options.html')}
      viewerHref={viewerUrlOf}
    />
  );
}

follow<Overview>(
  () => OVERVIEW_PORT,
  (update) => (overview.value = update),
);
followStore((condition) => (store.value = condition));
void browser.tabs.get(previewed.tabId).then(
  (tab) => (title.value = tab.title ?? ''),
  () => undefined, // the tab is gone, and the preview says so
);
sharing.choose(previewed.form);
sharing.composing.load(await readSettings());
// The element is in index.html.
render(<App />, document.getElementById('app')!);

import { signal } from '@preact/signals';
import { render } from 'preact';
import { browser } from 'wxt/browser';
import { follow } from '../../browser/background-port.ts';
import { OVERVIEW_PORT, type Overview } from '../../messages.ts';
import type { StoreCondition } from '../../store/database-connection.ts';
import { readSettings } from '../../store/settings.ts';
import { Composing } from '../../ui/draft-state.ts';
import { beginScreen } from '../../ui/screen.ts';
import { followStore } from '../../ui/store-notice.tsx';
import { viewerUrlOf } from '../../browser/viewer-url.ts';
import { ComposePage } from '../../ui/compose/compose-page.tsx';
import { takeHandedFiles } from '../../ui/compose/handed-files.ts';
import { ManyShares } from '../../ui/compose/many-shares.ts';

beginScreen('compose_tab');

const overview = signal<Overview | undefined>(undefined);
const store = signal<StoreCondition | undefined>(undefined);
const composing = new Composing();
const many = new ManyShares(composing);

function App() {
  return (
    <ComposePage
      overview={overview.value}
      store={store.value}
      composing={composing}
      many={many}
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
composing.load(await readSettings());
takeHandedFiles(location.search, (files) => composing.setFiles(files));
void many.look().catch(console.error); // the notice above tells of a store that cannot be read
// The element is in index.html.
render(<App />, document.getElementById('app')!);

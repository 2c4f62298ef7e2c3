/** Connects the library to the background and to the store. */
import { render } from 'preact';
import { browser } from 'wxt/browser';
import { ask } from '../../browser/messaging.ts';
import { viewerUrlOf } from '../../browser/viewer-url.ts';
import { forgetEvictions } from '../../store/evictions.ts';
import { ArchiveFiles } from '../../ui/library/archive-files.ts';
import { followLibrary } from '../../ui/library/library-state.ts';
import { Library } from '../../ui/library/library.tsx';
import { beginScreen } from '../../ui/screen.ts';

beginScreen('library_tab');

const { listing, evictions, viewedBytes, now, store, shown } = await followLibrary();
const archives = new ArchiveFiles();

function App() {
  return (
    <Library
      listing={listing}
      store={store.value}
      outcome={archives.outcome.value}
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
      onExport={(addresses, hasKeys) => void archives.exportPages(addresses, hasKeys)}
      onImport={(file) => void archives.importFile(file)}
    />
  );
}

// The element is in index.html.
render(<App />, document.getElementById('app')!);

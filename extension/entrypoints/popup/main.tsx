import { render } from 'preact';
import { browser } from 'wxt/browser';
import { viewerUrlOf } from '../../browser/viewer-url.ts';
import { pause, resume } from '../../store/settings.ts';
import { Popup } from '../../ui/popup/popup.tsx';
import { PopupState } from '../../ui/popup/popup-state.ts';
import { beginScreen } from '../../ui/screen.ts';
import { changeShortcuts } from '../../ui/shortcuts.ts';

beginScreen();
const state = new PopupState();
const pageOf = (path: `/${string}.html`) => browser.runtime.getURL(path as '/popup.html');

function App() {
  return (
    <Popup
      store={state.store.value}
      overview={state.overview.value}
      known={state.overview.value ?? state.atOnce.value}
      composing={state.composing}
      selection={state.atHand.selection.value}
      page={state.atHand.page.value}
      clipboard={state.atHand.clipboard.value}
      choices={state.choices.value}
      pageKeys={state.pageKeys.value}
      selectionKeys={state.selectionKeys.value}
      openProblem={state.openProblem.value}
      optionsHref={pageOf('/options.html')}
      libraryHref={pageOf('/library.html')}
      welcomeHref={pageOf('/options.html')}
      pickerHref={pageOf('/compose.html')}
      viewerHref={viewerUrlOf}
      onChoices={(choices) => state.choose(choices)}
      onShareSelection={() => state.shareSelection()}
      onQuote={() => void state.preview('quotation')}
      onPreview={(form) => void state.preview(form)}
      onShareAddress={() => state.shareAddress()}
      onShareClipboard={() => state.shareClipboard()}
      onOpen={(text) => void state.open(text)}
      onChangeKeys={() => void changeShortcuts()}
      onPause={(isForAnHour) => void pause(isForAnHour)}
      onResume={() => void resume()}
      onMany={(files) => void state.handOver(files)}
    />
  );
}

// The element is in index.html. It is filled at once: the browser shows the popup when the page has loaded, and what is
// drawn by then is in the first paint.
render(<App />, document.getElementById('app')!);
await state.fill();

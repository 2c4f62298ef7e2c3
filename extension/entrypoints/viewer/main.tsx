/** Connects the viewer to the tab, the store and the background. */
import { deleteLeftFiles, whenSeen } from '@mayfly/relay/view';
import { signal } from '@preact/signals';
import { render } from 'preact';
import { follow } from '../../browser/background-port.ts';
import { ask } from '../../browser/messaging.ts';
import type { BundleView, PageView } from '../../messages.ts';
import { Pages } from '../../store/pages.ts';
import { PassingPages } from '../../store/passing-pages.ts';
import { onSettings, readSettings } from '../../store/settings.ts';
import { beginScreen } from '../../ui/screen.ts';
import { chooseUploads } from '../../ui/upload-choice.ts';
import { Viewer } from '../../ui/viewer/viewer.tsx';
import { ViewerTab } from '../../ui/viewer/viewer-tab.ts';

beginScreen('view_tabTitle');

const tab = new ViewerTab({
  url: new URL(location.href),
  pages: new Pages(),
  passing: new PassingPages(),
  seen: whenSeen(document, Date.now),
  // The opened one of several files is in the state.
  onUrl: (url) => history.replaceState(history.state, '', url),
  follow: follow<PageView>,
  followBundle: follow<BundleView>,
  ask,
});
const isAsked = signal(true);
const readAnswer = async () => (isAsked.value = (await readSettings()).uploads !== 'unasked');

function App() {
  return (
    <Viewer
      tab={tab}
      isAsked={isAsked.value}
      onAnswer={(answer) => void chooseUploads(answer)}
      onTrust={(relay) => void ask('trustRelay', relay).then(() => tab.start())}
      onBack={(address) => void ask('tellBack', address)}
    />
  );
}

onSettings(['uploads'], () => void readAnswer());
void readAnswer();
void deleteLeftFiles();
// A link to another page, or the same page by other hints.
addEventListener('hashchange', () => location.reload());
// The element is in index.html.
render(<App />, document.getElementById('app')!);

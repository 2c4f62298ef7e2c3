/** Connects the viewer to the tab, the store and the background. */
import { whenSeen } from '@mayfly/relay/view';
import { render } from 'preact';
import { follow } from '../../browser/background-port.ts';
import { ask } from '../../browser/messaging.ts';
import type { PageView } from '../../messages.ts';
import { Pages } from '../../store/pages.ts';
import { PassingPages } from '../../store/passing-pages.ts';
import { beginScreen } from '../../ui/screen.ts';
import { Viewer } from '../../ui/viewer/viewer.tsx';
import { ViewerTab } from '../../ui/viewer/viewer-tab.ts';

beginScreen('view_tabTitle');

const tab = new ViewerTab({
  url: new URL(location.href),
  pages: new Pages(),
  passing: new PassingPages(),
  seen: whenSeen(document, Date.now),
  onUrl: (url) => history.replaceState(null, '', url),
  follow: follow<PageView>,
});

function App() {
  const { page } = tab;
  return (
    <Viewer
      sight={tab.sight.value}
      near={page?.reading.value}
      link={tab.link}
      onCancel={() => tab.cancel()}
      onRetry={() => tab.start()}
      onTrust={(relay) => void ask('trustRelay', relay).then(() => tab.start())}
      onStop={() => void (page && ask('deletePages', [page.found.value.link.address]))}
      unlock={{ onKey: (pasted) => tab.unlock(pasted), onShowAsIs: () => page?.showAsIs() }}
    />
  );
}

// A link to another page, or the same page by other hints.
addEventListener('hashchange', () => location.reload());
// The element is in index.html.
render(<App />, document.getElementById('app')!);

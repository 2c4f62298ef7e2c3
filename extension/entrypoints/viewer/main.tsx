/** Connects the viewer to the tab, the store and the background. */
import { findLink, type FoundLink } from '@mayfly/relay/protocol';
import { deleteLeftFiles, isOnce, whenSeen } from '@mayfly/relay/view';
import { signal } from '@preact/signals';
import { render } from 'preact';
import { follow } from '../../browser/background-port.ts';
import { ask } from '../../browser/messaging.ts';
import { linkOf } from '../../browser/viewer-url.ts';
import type { BundleView, OpeningView, PageView } from '../../messages.ts';
import { Pages } from '../../store/pages.ts';
import { PassingPages } from '../../store/passing-pages.ts';
import { onSettings, readSettings } from '../../store/settings.ts';
import { beginScreen } from '../../ui/screen.ts';
import { chooseUploads } from '../../ui/upload-choice.ts';
import { memoryIn } from '../../ui/viewer/once-tab-memory.ts';
import { OnceTab } from '../../ui/viewer/once-tab.ts';
import { OnceViewer } from '../../ui/viewer/once-viewer.tsx';
import { Viewer } from '../../ui/viewer/viewer.tsx';
import { ViewerTab } from '../../ui/viewer/viewer-tab.ts';

beginScreen('view_tabTitle');

// The opened one of several files is in the state, and what a tab knows of a once link.
const onUrl = (url: string) => history.replaceState(history.state, '', url);
const trust = (relay: string) => ask('trustRelay', relay);

/** Resolves when somebody can see this tab. */
function visible(): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (document.visibilityState === 'visible') resolve();
    };
    document.addEventListener('visibilitychange', look);
    look();
  });
}

/** A page that this browser keeps once somebody has seen it. */
function pageScreen() {
  const tab = new ViewerTab({
    url: new URL(location.href),
    pages: new Pages(),
    passing: new PassingPages(),
    seen: whenSeen(document, Date.now),
    onUrl,
    onLeave: (url) => {
      onUrl(url);
      location.reload();
    },
    follow: follow<PageView>,
    followBundle: follow<BundleView>,
    ask,
  });
  const isAsked = signal(true);
  const readAnswer = async () => (isAsked.value = (await readSettings()).uploads !== 'unasked');
  onSettings(['uploads'], () => void readAnswer());
  void readAnswer();
  return () => (
    <Viewer
      tab={tab}
      isAsked={isAsked.value}
      onAnswer={(answer) => void chooseUploads(answer)}
      onTrust={(relay) => void trust(relay).then(() => tab.start())}
      onBack={(address) => void ask('tellBack', address)}
    />
  );
}

/** A page that opens once, and that this browser does not keep. */
function onceScreen(found: FoundLink) {
  const tab = new OnceTab({
    found,
    passing: new PassingPages(),
    onUrl,
    follow: follow<OpeningView>,
    memory: memoryIn(history),
    visible,
    now: Date.now,
  });
  addEventListener('beforeunload', (event) => {
    // The browser asks, in its own words: the page is gone with this document.
    if (tab.opening.peek().state === 'opened') event.preventDefault();
  });
  return () => (
    <OnceViewer tab={tab} onTrust={(relay) => void trust(relay).then(() => tab.start())} />
  );
}

void deleteLeftFiles();
// A link to another page, or the same page by other hints.
addEventListener('hashchange', () => location.reload());
const found = findLink(linkOf(new URL(location.href)));
const Screen = found && isOnce(found) ? onceScreen(found) : pageScreen();
// The element is in index.html.
render(<Screen />, document.getElementById('app')!);

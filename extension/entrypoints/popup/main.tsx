/** The popup's ends of the wires: what it shows comes from the background, what is done in it is asked of there. */
import { t } from '@mayfly/relay/words';
import { signal } from '@preact/signals';
import { render } from 'preact';
import { browser } from 'wxt/browser';
import { follow } from '../../browser/background-port.ts';
import { type Opened, OVERVIEW_PORT, type Overview, type Shared } from '../../messages.ts';
import { ask } from '../../browser/messaging.ts';
import type { StoreCondition } from '../../store/database-connection.ts';
import { Pages } from '../../store/pages.ts';
import {
  DEFAULT_SETTINGS,
  pause,
  readSettings,
  resume,
  writeSettings,
} from '../../store/settings.ts';
import { clipboardContent } from '../../ui/clipboard-content.ts';
import { Composing, publishFile } from '../../ui/draft-state.ts';
import { firstPaint } from '../../ui/first-paint.ts';
import { pageBytesOf } from '../../ui/page-bytes.ts';
import { beginScreen } from '../../ui/screen.ts';
import { followStore } from '../../ui/store-notice.tsx';
import { changeShortcuts, readShortcuts, SHARE_SELECTION } from '../../ui/shortcuts.ts';
import { viewerUrlOf } from '../../browser/viewer-url.ts';
import { type AtOnce, readAtOnce } from '../../ui/popup/first-view.ts';
import { Popup } from '../../ui/popup/popup.tsx';
import { SHOWN_PAGES } from '../../ui/popup/recent-pages.tsx';
import type { SelectionExtras } from '../../ui/popup/share-at-hand.tsx';

beginScreen();

const overview = signal<Overview | undefined>(undefined);
const store = signal<StoreCondition | undefined>(undefined);
const atOnce = signal<AtOnce | undefined>(undefined);
const composing = new Composing();
const keepsFormatting = signal(DEFAULT_SETTINGS.keepsFormatting);
const selectionKeys = signal<string | undefined>(undefined);
const openProblem = signal<string | undefined>(undefined);

function setKeepsFormatting(next: boolean): void {
  keepsFormatting.value = next;
  void writeSettings({ keepsFormatting: next });
}

async function selectionOfActiveTab(extras: SelectionExtras): Promise<Shared> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  const tabId = tab?.id ?? browser.tabs.TAB_ID_NONE;
  const choice = {
    isSealed: composing.isSealed.peek(),
    keepsFormatting: keepsFormatting.peek(),
    ...extras,
  };
  return ask('shareSelection', { tabId, ...choice });
}

async function clipboard(): Promise<Shared> {
  if (!(await mayReadClipboard())) return { outcome: 'refused', message: t('share_noClipboard') };
  const room = pageBytesOf(overview.value);
  const content = await clipboardContent(navigator.clipboard, room);
  const isSealed = composing.isSealed.peek();
  if (content instanceof File) return publishFile(content, isSealed);
  if (!content) return { outcome: 'refused', message: t('share_emptyClipboard') };
  const { draft, notes, missingImages } = content;
  return ask('shareText', { ...draft, isSealed, notes, missingImages });
}

/** Asked for on the first use, so that installing the extension does not ask for it. */
async function mayReadClipboard(): Promise<boolean> {
  // Firefox lets nothing come between the click and the request.
  if (import.meta.env.BROWSER !== 'firefox' && (await hasReadClipboard())) return true;
  return browser.permissions.request({ permissions: ['clipboardRead'] });
}

async function hasReadClipboard(): Promise<boolean> {
  const name = 'clipboard-read' as PermissionName; // Chromium's own
  return (await navigator.permissions.query({ name })).state === 'granted';
}

async function open(text: string): Promise<void> {
  const opened = await ask('openLink', text).catch(noAnswer);
  openProblem.value = opened.outcome === 'refused' ? opened.message : undefined;
  if (opened.outcome === 'opened') window.close();
}

function noAnswer(error: unknown): Extract<Opened, { outcome: 'refused' }> {
  console.error(error);
  return { outcome: 'refused', message: t('share_noBackground') };
}

function App() {
  return (
    <Popup
      store={store.value}
      overview={overview.value}
      known={overview.value ?? atOnce.value}
      composing={composing}
      openProblem={openProblem.value}
      optionsHref={browser.runtime.getURL('/options.html')}
      libraryHref={browser.runtime.getURL('/library.html')}
      welcomeHref={browser.runtime.getURL('/welcome.html')}
      composeHref={browser.runtime.getURL('/compose.html')}
      viewerHref={viewerUrlOf}
      keepsFormatting={keepsFormatting.value}
      selectionKeys={selectionKeys.value}
      onChangeKeys={() => void changeShortcuts()}
      onKeepsFormatting={setKeepsFormatting}
      onShareSelection={(extras) => void composing.share(() => selectionOfActiveTab(extras))}
      onShareClipboard={() => void composing.share(clipboard)}
      onOpen={(text) => void open(text)}
      onPause={(isForAnHour) => void pause(isForAnHour)}
      onResume={() => void resume()}
    />
  );
}

void readShortcuts().then((shortcuts) => {
  selectionKeys.value = shortcuts.find(({ name }) => name === SHARE_SELECTION)?.keys;
});
// The element is in index.html. It is filled at once: the browser shows the popup when the page has loaded, and what is
// drawn by then is painted with it.
render(<App />, document.getElementById('app')!);
// A background that has to be started first, and announces all that it holds, would take the time of who draws.
void firstPaint().then(() => {
  follow<Overview>(
    () => OVERVIEW_PORT,
    (update) => (overview.value = update),
  );
  followStore((condition) => (store.value = condition));
});
const settings = await readSettings();
composing.load(settings);
keepsFormatting.value = settings.keepsFormatting;
// A store that cannot be read is for the background to tell of.
void readAtOnce(new Pages(), settings, SHOWN_PAGES).then(
  (known) => (atOnce.value = known),
  console.error,
);

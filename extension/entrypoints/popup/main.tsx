/** The popup's ends of the wires: what it shows comes from the background, what is done in it is asked of there. */
import type { Draft } from '@mayfly/relay/view';
import { signal } from '@preact/signals';
import { render } from 'preact';
import { browser } from 'wxt/browser';
import { follow } from '../../live-port.ts';
import { type Opened, OVERVIEW_PORT, type Overview, type Shared, ask } from '../../messages.ts';
import { DEFAULT_SETTINGS, readSettings, writeSettings } from '../../store/settings.ts';
import { clipboardDraft } from '../../ui/clipboard-draft.ts';
import { viewerUrlOf } from '../../viewer-url.ts';
import { wording } from '../../wording.ts';
import type { Attempt } from './attempt-notice.tsx';
import { DraftKeeper } from './draft-keeper.ts';
import { Popup } from './popup.tsx';
import type { SelectionExtras } from './share-at-hand.tsx';

const overview = signal<Overview | undefined>(undefined);
const draft = signal<Draft>(DEFAULT_SETTINGS.draft);
const isSealed = signal(DEFAULT_SETTINGS.isSealed);
const keepsFormatting = signal(DEFAULT_SETTINGS.keepsFormatting);
const attempt = signal<Attempt>({ state: 'none' });
const openProblem = signal<string | undefined>(undefined);
const keeper = new DraftKeeper((kept) => writeSettings({ draft: kept }));

function setDraft(next: Draft): void {
  draft.value = next;
  keeper.keep(next);
}

function setSealed(next: boolean): void {
  isSealed.value = next;
  void writeSettings({ isSealed: next });
}

function setKeepsFormatting(next: boolean): void {
  keepsFormatting.value = next;
  void writeSettings({ keepsFormatting: next });
}

/** Runs one attempt to share, copies the link, and shows what came of it. */
async function share(sharing: () => Promise<Shared>): Promise<boolean> {
  attempt.value = { state: 'busy' };
  try {
    const shared = await sharing();
    attempt.value =
      shared.outcome === 'shared'
        ? { state: 'shared', shared, isCopied: await copy(shared.link) }
        : { state: 'refused', message: shared.message };
    return shared.outcome === 'shared';
  } catch (error) {
    console.error(error);
    attempt.value = { state: 'refused', message: wording.noBackground };
    return false;
  }
}

async function copy(link: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(link);
    return true;
  } catch {
    return false; // the notice has a button to copy it
  }
}

/** The draft goes only when its page is stored, and only if nothing was written into it meanwhile. */
async function shareDraft(shared: Draft): Promise<void> {
  const isShared = await share(() => ask('publish', { ...shared, isSealed: isSealed.value }));
  if (isShared && draft.value.text === shared.text) setDraft({ ...draft.value, text: '' });
}

async function selectionOfActiveTab(extras: SelectionExtras): Promise<Shared> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  const tabId = tab?.id ?? browser.tabs.TAB_ID_NONE;
  const choice = { isSealed: isSealed.value, keepsFormatting: keepsFormatting.value, ...extras };
  return ask('shareSelection', { tabId, ...choice });
}

async function clipboard(): Promise<Shared> {
  if (!(await mayReadClipboard())) return { outcome: 'refused', message: wording.noClipboard };
  const clip = await clipboardDraft(navigator.clipboard);
  return clip
    ? ask('publish', { ...clip, isSealed: isSealed.value })
    : { outcome: 'refused', message: wording.emptyClipboard };
}

/** Asked for on the first use, so that installing the extension does not ask for it. */
async function mayReadClipboard(): Promise<boolean> {
  // Firefox lets nothing come between the click and the request.
  if (import.meta.env.CHROME && (await hasReadClipboard())) return true;
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
  return { outcome: 'refused', message: wording.noBackground };
}

function App() {
  return (
    <Popup
      overview={overview.value}
      draft={draft.value}
      isSealed={isSealed.value}
      attempt={attempt.value}
      openProblem={openProblem.value}
      optionsHref={browser.runtime.getURL('/options.html')}
      viewerHref={viewerUrlOf}
      onDraft={setDraft}
      onSealed={setSealed}
      onShareDraft={(shared) => void shareDraft(shared)}
      keepsFormatting={keepsFormatting.value}
      onKeepsFormatting={setKeepsFormatting}
      onShareSelection={(extras) => void share(() => selectionOfActiveTab(extras))}
      onShareClipboard={() => void share(clipboard)}
      onOpen={(text) => void open(text)}
    />
  );
}

follow<Overview>(
  () => OVERVIEW_PORT,
  (update) => (overview.value = update),
);
const settings = await readSettings();
draft.value = settings.draft;
isSealed.value = settings.isSealed;
keepsFormatting.value = settings.keepsFormatting;
// The element is in index.html.
render(<App />, document.getElementById('app')!);

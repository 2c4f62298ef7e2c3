/** The options' ends of the wires: tests what was entered and writes it down. */
import { signal } from '@preact/signals';
import { render } from 'preact';
import { browser } from 'wxt/browser';
import { follow } from '../../browser/background-port.ts';
import { ask } from '../../browser/messaging.ts';
import { UPLOADS_PORT, type UploadView, RELAYS_PORT, type RelaysView } from '../../messages.ts';
import type { StoreCondition } from '../../store/database-connection.ts';
import {
  addRelay,
  forgetKnownRelay,
  moveRelay,
  onSettings,
  pause,
  readSettings,
  removeRelay,
  resume,
  writeSettings,
} from '../../store/settings.ts';
import { chooseUploads } from '../../ui/upload-choice.ts';
import { beginScreen } from '../../ui/screen.ts';
import { followStore } from '../../ui/store-notice.tsx';
import { changeShortcuts, readShortcuts } from '../../ui/shortcuts.ts';
import { enteredRelay } from '../../ui/options/entered-relay.ts';
import { UploadSettings } from '../../ui/options/upload-settings.tsx';
import { KeepSettings } from '../../ui/options/keep-settings.tsx';
import { Keyboard } from '../../ui/options/keyboard.tsx';
import { Options } from '../../ui/options/options.tsx';
import { askForHost, giveHostBack } from '../../browser/relay-permission.ts';
import { RelaySettings } from '../../ui/options/relay-settings.tsx';
import type { Trial } from '../../ui/options/relay-entry.ts';

beginScreen('options_tab');

const settings = signal(await readSettings());
const uploads = signal<UploadView | undefined>(undefined);
const relays = signal<RelaysView | undefined>(undefined);
const store = signal<StoreCondition | undefined>(undefined);
const trial = signal<Trial>({ state: 'none' });
const shortcuts = signal(await readShortcuts());

async function tryRelay(text: string): Promise<void> {
  const entered = enteredRelay(text);
  if (entered === undefined) {
    trial.value = { state: 'invalid' };
    return;
  }
  if (settings.value.relays.includes(entered)) {
    trial.value = { state: 'present', relay: entered };
    return;
  }
  trial.value = { state: 'asking', relay: entered };
  const isPermitted = await askForHost(entered);
  const test = await ask('testRelay', entered);
  if (test.outcome === 'failed') {
    trial.value = { state: 'failed', relay: entered, problem: test.problem };
    await giveHostBack(entered);
    return;
  }
  await addRelay(entered);
  trial.value = { state: 'answered', relay: entered, limits: test.limits, isPermitted };
}

async function addAnyway(unanswered: string): Promise<void> {
  await askForHost(unanswered); // once more: it was given back when nothing answered
  await addRelay(unanswered);
  trial.value = { state: 'unanswered', relay: unanswered };
}

async function remove(relay: string): Promise<void> {
  await removeRelay(relay);
  trial.value = { state: 'none' };
  await giveHostBack(relay);
}

function App() {
  return (
    <Options store={store.value}>
      <RelaySettings
        sight={relays.value}
        announceAt={settings.value.announceAt}
        trial={trial.value}
        onAnnounceAt={(announceAt) => void writeSettings({ announceAt })}
        onMove={(relay, place) => void moveRelay(relay, place)}
        onRemove={(relay) => void remove(relay)}
        onOpenLinks={(relay) => void askForHost(relay)}
        onTry={(text) => void tryRelay(text)}
        onAddAnyway={(relay) => void addAnyway(relay)}
        onAdd={(relay) => void tryRelay(relay)}
        onForget={(relay) => void forgetKnownRelay(relay)}
      />
      <KeepSettings
        lifetime={settings.value.lifetime}
        viewedBytes={settings.value.viewedBytes}
        libraryHref={browser.runtime.getURL('/library.html')}
        onLifetime={(lifetime) => void writeSettings({ lifetime })}
        onViewedBytes={(viewedBytes) => void writeSettings({ viewedBytes })}
      />
      <UploadSettings
        settings={settings.value}
        sight={uploads.value}
        onHandsOn={(answer) => void chooseUploads(answer).then(readAgain)}
        onChange={(change) => void writeSettings(change)}
        onPause={(isForAnHour) => void pause(isForAnHour)}
        onResume={() => void resume()}
      />
      <Keyboard shortcuts={shortcuts.value} onChange={() => void changeShortcuts()} />
    </Options>
  );
}

const readAgain = async () => (settings.value = await readSettings());
onSettings(
  ['relays', 'announceAt', 'lifetime', 'viewedBytes', 'handsOn', 'dailyBytes', 'pausesOnMetered'],
  () => void readAgain(),
);
// Keys are changed elsewhere, and nothing says so.
window.addEventListener('focus', () => {
  void readShortcuts().then((now) => (shortcuts.value = now));
});
followStore((condition) => (store.value = condition));
follow<UploadView>(
  () => UPLOADS_PORT,
  (sight) => (uploads.value = sight),
);
follow<RelaysView>(
  () => RELAYS_PORT,
  (sight) => (relays.value = sight),
);
// The element is in index.html.
render(<App />, document.getElementById('app')!);

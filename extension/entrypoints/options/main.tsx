/** Connects the options to the settings and to the background. */
import { render } from 'preact';
import { browser } from 'wxt/browser';
import { askForHost } from '../../browser/relay-permission.ts';
import { forgetKnownRelay, moveRelay, pause, resume, writeSettings } from '../../store/settings.ts';
import { KeepSettings } from '../../ui/options/keep-settings.tsx';
import { KeeperSettings } from '../../ui/options/keeper-settings.tsx';
import { KeeperTrials } from '../../ui/options/keeper-trial.ts';
import { Keyboard } from '../../ui/options/keyboard.tsx';
import { followOptions } from '../../ui/options/options-state.ts';
import { Options } from '../../ui/options/options.tsx';
import { RelaySettings } from '../../ui/options/relay-settings.tsx';
import { RelayTrial } from '../../ui/options/relay-trial.ts';
import { ShareSettings } from '../../ui/options/share-settings.tsx';
import { UploadSettings } from '../../ui/options/upload-settings.tsx';
import { beginScreen } from '../../ui/screen.ts';
import { changeShortcuts } from '../../ui/shortcuts.ts';
import { chooseUploads } from '../../ui/upload-choice.ts';

beginScreen('options_tab');

const { settings, shortcuts, uploads, relays, keepers, now, store, readAgain } =
  await followOptions();
const trial = new RelayTrial();
const keeperTrials = new KeeperTrials();
const tryRelay = (text: string) => void trial.try(text, settings.peek().relays);

function App() {
  return (
    <Options store={store.value}>
      <ShareSettings settings={settings.value} onChange={(change) => void writeSettings(change)} />
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
        onUploads={(answer) => void chooseUploads(answer).then(readAgain)}
        onChange={(change) => void writeSettings(change)}
        onPause={(isForAnHour) => void pause(isForAnHour)}
        onResume={() => void resume()}
      />
      <KeeperSettings
        keepers={keepers.value}
        now={now.value}
        attempt={keeperTrials.state.value}
        onAdd={(code) => void keeperTrials.add(code)}
        onRemove={(removed) => void keeperTrials.remove(removed)}
      />
      <Keyboard shortcuts={shortcuts.value} onChange={() => void changeShortcuts()} />
      <RelaySettings
        sight={relays.value}
        announceAt={settings.value.announceAt}
        trial={trial.state.value}
        onAnnounceAt={(announceAt) => void writeSettings({ announceAt })}
        onMove={(relay, place) => void moveRelay(relay, place)}
        onRemove={(relay) => void trial.remove(relay)}
        onOpenLinks={(relay) => void askForHost(relay)}
        onTry={tryRelay}
        onAddAnyway={(relay) => void trial.addAnyway(relay)}
        onAdd={tryRelay}
        onForget={(relay) => void forgetKnownRelay(relay)}
      />
    </Options>
  );
}

render(<App />, document.getElementById('app')!); // it is in index.html

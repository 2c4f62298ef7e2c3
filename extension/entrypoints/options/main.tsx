/** The options' ends of the wires: tests what was entered and writes it down. */
import { signal } from '@preact/signals';
import { render } from 'preact';
import { browser } from 'wxt/browser';
import { hostPattern } from '../../host-pattern.ts';
import { follow } from '../../live-port.ts';
import { ask, HANDING_PORT, type HandingSight } from '../../messages.ts';
import {
  addRelay,
  defaultRelay,
  moveRelay,
  onSettings,
  pause,
  readSettings,
  resume,
  writeSettings,
} from '../../store/settings.ts';
import { enteredRelay } from './entered-relay.ts';
import { HandingOn } from './handing-on.tsx';
import { Holding } from './holding.tsx';
import { Options } from './options.tsx';
import type { Trial } from './trial.ts';

const settings = signal(await readSettings());
const handing = signal<HandingSight | undefined>(undefined);
const trial = signal<Trial>({ state: 'none' });

async function tryRelay(text: string): Promise<void> {
  const entered = enteredRelay(text);
  if (entered === undefined) {
    trial.value = { state: 'invalid' };
    return;
  }
  trial.value = { state: 'asking', relay: entered };
  // First of all: a browser grants it only on the click itself.
  const isPermitted = await requestPermission(entered);
  const test = await ask('testRelay', entered);
  if (test.outcome === 'failed') {
    trial.value = { state: 'failed', relay: entered, message: test.message };
    return;
  }
  await makeDefault(entered);
  trial.value = { state: 'answered', relay: entered, limits: test.limits, isPermitted };
}

async function requestPermission(origin: string): Promise<boolean> {
  try {
    return await browser.permissions.request({ origins: [hostPattern(origin)] });
  } catch {
    return false; // a relay works without; only its links do not open in the viewer
  }
}

async function makeDefault(origin: string): Promise<void> {
  await addRelay(origin);
  await moveRelay(origin, 0);
}

async function useAnyway(unanswered: string): Promise<void> {
  await makeDefault(unanswered);
  trial.value = { state: 'unanswered', relay: unanswered };
}

function App() {
  return (
    <Options
      relay={defaultRelay(settings.value)}
      trial={trial.value}
      onTry={(text) => void tryRelay(text)}
      onUseAnyway={(unanswered) => void useAnyway(unanswered)}
    >
      <Holding
        lifetime={settings.value.lifetime}
        viewedBytes={settings.value.viewedBytes}
        libraryHref={browser.runtime.getURL('/library.html')}
        onLifetime={(lifetime) => void writeSettings({ lifetime })}
        onViewedBytes={(viewedBytes) => void writeSettings({ viewedBytes })}
      />
      <HandingOn
        settings={settings.value}
        sight={handing.value}
        onChange={(change) => void writeSettings(change)}
        onPause={(isForAnHour) => void pause(isForAnHour)}
        onResume={() => void resume()}
      />
    </Options>
  );
}

const readAgain = async () => (settings.value = await readSettings());
onSettings(
  ['relays', 'lifetime', 'viewedBytes', 'handsOn', 'dailyBytes', 'pausesOnMetered'],
  () => void readAgain(),
);
follow<HandingSight>(
  () => HANDING_PORT,
  (sight) => (handing.value = sight),
);
// The element is in index.html.
render(<App />, document.getElementById('app')!);

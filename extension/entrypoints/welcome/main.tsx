/** The first-run page's ends of the wires: what is answered is written down at once. */
import { signal } from '@preact/signals';
import { render } from 'preact';
import { browser } from 'wxt/browser';
import { onSettings, readSettings, writeSettings } from '../../store/settings.ts';
import { Welcome } from './welcome.tsx';

const handsOn = signal((await readSettings()).handsOn);

function App() {
  return (
    <Welcome
      handsOn={handsOn.value}
      optionsHref={browser.runtime.getURL('/options.html')}
      onAnswer={(answer) => void writeSettings({ handsOn: answer })}
    />
  );
}

onSettings(
  ['handsOn'],
  () => void readSettings().then((settings) => (handsOn.value = settings.handsOn)),
);
// The element is in index.html.
render(<App />, document.getElementById('app')!);

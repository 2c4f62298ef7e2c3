/** The first-run page's ends of the wires: what is answered is written down at once. */
import { signal } from '@preact/signals';
import { render } from 'preact';
import { browser } from 'wxt/browser';
import { onSettings, readSettings } from '../../store/settings.ts';
import { chooseUploads } from '../../ui/upload-choice.ts';
import { beginScreen } from '../../ui/screen.ts';
import { Welcome } from '../../ui/welcome/welcome.tsx';

beginScreen('welcome_tab');

const settings = signal(await readSettings());

function App() {
  return (
    <Welcome
      uploads={settings.value.uploads}
      dailyBytes={settings.value.dailyBytes}
      optionsHref={browser.runtime.getURL('/options.html')}
      onAnswer={(answer) => void chooseUploads(answer)}
    />
  );
}

const readAgain = async () => (settings.value = await readSettings());
onSettings(['uploads', 'dailyBytes'], () => void readAgain());
// The element is in index.html.
render(<App />, document.getElementById('app')!);

/** Draws the page that is shown after the installation. */
import { render } from 'preact';
import { browser } from 'wxt/browser';
import { beginScreen } from '../../ui/screen.ts';
import { readKeys, SHARE_PAGE } from '../../ui/shortcuts.ts';
import { Welcome } from '../../ui/welcome/welcome.tsx';

beginScreen('welcome_tab');

const pageKeys = await readKeys(SHARE_PAGE);
// The element is in index.html.
render(
  <Welcome optionsHref={browser.runtime.getURL('/options.html')} pageKeys={pageKeys} />,
  document.getElementById('app')!,
);

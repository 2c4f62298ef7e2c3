/** Draws the page that is shown after the installation. */
import { render } from 'preact';
import { browser } from 'wxt/browser';
import { beginScreen } from '../../ui/screen.ts';
import { Welcome } from '../../ui/welcome/welcome.tsx';

beginScreen('welcome_tab');

// The element is in index.html.
render(
  <Welcome optionsHref={browser.runtime.getURL('/options.html')} />,
  document.getElementById('app')!,
);

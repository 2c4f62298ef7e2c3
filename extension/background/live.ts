/** The ports over which open pages of the extension are kept up to date; each ends with the page behind it. */
import { type Browser, browser } from 'wxt/browser';
import { OVERVIEW_PORT, PAGE_PORT, type PageSight } from '../messages.ts';
import { coalesced } from './coalesced.ts';
import type { FetchingDeps } from './fetching.ts';
import { viewOverview } from './overview.ts';
import { viewPage } from './viewing.ts';

export function keepPagesUpToDate(deps: FetchingDeps): void {
  browser.runtime.onConnect.addListener((port) => {
    const stop = follow(deps, port);
    if (stop) port.onDisconnect.addListener(stop);
  });
}

function follow(deps: FetchingDeps, port: Browser.runtime.Port): (() => void) | undefined {
  if (port.name === OVERVIEW_PORT) {
    return viewOverview(deps, (overview) => port.postMessage(overview));
  }
  if (port.name.startsWith(PAGE_PORT)) return followPage(deps, port);
  return undefined;
}

/** A page in transfer changes with every frame; its viewer hears of it only as often as a person could see. */
function followPage(deps: FetchingDeps, port: Browser.runtime.Port): () => void {
  let latest: PageSight | undefined;
  const post = coalesced(() => port.postMessage(latest));
  const stop = viewPage(deps, port.name.slice(PAGE_PORT.length), (sight) => {
    latest = sight;
    post.run();
  });
  return () => {
    stop();
    post.stop();
  };
}

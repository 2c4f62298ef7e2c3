/** The background's door for ports: a screen opens one, and is kept up to date over it until the screen closes. */
import type { Address } from '@mayfly/relay/protocol';
import { type Browser, browser } from 'wxt/browser';
import {
  BUNDLE_PORT,
  type BundleWish,
  UPLOADS_PORT,
  DELETED_PAGE_PORT,
  KEEPERS_PORT,
  LIBRARY_PORT,
  ONCE_PORT,
  type OnceTabNote,
  type OpenedInViewer,
  OVERVIEW_PORT,
  PAGE_PORT,
  type PageView,
  PICTURE_PORT,
  RELAYS_PORT,
  SHOWN_ONCE_PORT,
  STORE_PORT,
  type ViewerNote,
} from '../messages.ts';
import { isOwnPage } from '../browser/own-page.ts';
import { coalesced } from './coalesced.ts';
import type { BundleFetches } from './read/bundle-fetches.ts';
import { viewBundle } from './read/bundle-view.ts';
import { OnceViewing } from './read/once-view.ts';
import type { OnceVisits } from './read/once-visits.ts';
import type { ReadDeps } from './read/page-fetch.ts';
import { takePicture } from './share/page-picture.ts';
import type { Keeping } from './keep/keeping.ts';
import { viewKeepers } from './watch/keeper-list.ts';
import { viewUploads } from './watch/upload-view.ts';
import { LibraryReporter } from './watch/library-view.ts';
import { viewOverview } from './watch/overview.ts';
import { viewRelays } from './watch/relay-list.ts';
import { viewStore } from './watch/store-condition.ts';
import { viewDeletedPage, type ViewerNotes, viewPage } from './read/page-view.ts';

/** The parts that ports are answered with. */
export interface PortDeps extends ReadDeps {
  readonly bundles: BundleFetches;
  readonly visits: OnceVisits;
  readonly keeping: Keeping;
}

export function answerPorts(deps: PortDeps): void {
  browser.runtime.onConnect.addListener((port) => {
    if (!isOwnPage(port.sender)) return port.disconnect();
    const stop = follow(deps, port);
    if (stop) port.onDisconnect.addListener(stop);
  });
}

function follow(deps: PortDeps, port: Browser.runtime.Port): (() => void) | undefined {
  if (port.name === OVERVIEW_PORT) {
    return viewOverview(deps, (overview) => port.postMessage(overview));
  }
  if (port.name === UPLOADS_PORT) return viewUploads(deps, (view) => port.postMessage(view));
  if (port.name === RELAYS_PORT) return viewRelays(deps, (view) => port.postMessage(view));
  if (port.name === KEEPERS_PORT) return viewKeepers(deps, (view) => port.postMessage(view));
  if (port.name === STORE_PORT) return viewStore(deps.pages, (view) => port.postMessage(view));
  if (port.name === LIBRARY_PORT) return followLibrary(deps, port);
  const link = after(PAGE_PORT, port.name);
  if (link !== undefined) {
    const notes = notesOver(port);
    return followPage(port, (report) => viewPage(deps, link, report, notes));
  }
  const once = after(ONCE_PORT, port.name);
  if (once !== undefined) return followOnce(deps, port, once, false);
  const shown = after(SHOWN_ONCE_PORT, port.name);
  if (shown !== undefined) return followOnce(deps, port, shown, true);
  const bundle = after(BUNDLE_PORT, port.name);
  if (bundle !== undefined) return followBundle(deps, port, bundle);
  const picture = after(PICTURE_PORT, port.name);
  if (picture !== undefined) {
    return takePicture(picture, port.sender?.tab?.id, (step) => port.postMessage(step));
  }
  const left = after(DELETED_PAGE_PORT, port.name);
  if (left !== undefined) return followPage(port, (report) => viewDeletedPage(deps, left, report));
  return undefined;
}

function followLibrary(deps: ReadDeps, port: Browser.runtime.Port): () => void {
  const viewing = new LibraryReporter(deps, (update) => port.postMessage(update));
  // The library sends nothing else, and both ends are this extension.
  port.onMessage.addListener((shown) => void viewing.show(shown as readonly Address[]));
  return () => viewing.stop();
}

function followBundle({ bundles }: PortDeps, port: Browser.runtime.Port, link: string): () => void {
  const viewing = viewBundle(bundles, link, (view) => port.postMessage(view));
  // Both ends are this extension.
  port.onMessage.addListener((wish) => viewing.take(wish as BundleWish));
  return () => viewing.stop();
}

function followOnce(
  deps: PortDeps,
  port: Browser.runtime.Port,
  link: string,
  isShown: boolean,
): () => void {
  const viewing = new OnceViewing(deps, link, (view) => port.postMessage(view), isShown);
  // Both ends are this extension.
  port.onMessage.addListener((note) => viewing.take(note as OnceTabNote));
  return () => viewing.stop();
}

/** The notes of the viewer at the other end. */
function notesOver(port: Browser.runtime.Port): ViewerNotes {
  const seen = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<OpenedInViewer>();
  port.onMessage.addListener((message) => {
    const note = message as ViewerNote; // both ends are this extension
    if (note.type === 'seen') seen.resolve();
    else opened.resolve(note);
  });
  return { seen: seen.promise, opened: opened.promise };
}

/** The rest of `text` after `start`, or undefined. */
function after(start: string, text: string): string | undefined {
  return text.startsWith(start) ? text.slice(start.length) : undefined;
}

/** Reports a page to its viewer only as often as a person can see: a page in transfer changes with every frame. */
function followPage(
  port: Browser.runtime.Port,
  view: (report: (view: PageView) => void) => () => void,
): () => void {
  let latest: PageView | undefined;
  const post = coalesced(() => port.postMessage(latest));
  const stop = view((view) => {
    latest = view;
    post.run();
  });
  return () => {
    stop();
    post.stop();
  };
}

/** `mayfly get`: fetches what a link stands for, and saves it or writes it to a pipe. */
import { BUNDLE_TYPE, mayBeSealed } from '../client/index.ts';
import { findLink, type FoundLink, type Link } from '../protocol/index.ts';
import { Failure } from './failure.ts';
import { type GetRun, Getting, tellSaved, type WantedPage } from './getting.ts';
import { LinkBundle } from './link-bundle.ts';
import { opened } from './link-content.ts';
import { LinkPages } from './link-pages.ts';
import { getOnce, type OnceLink, requirePerson } from './once-get.ts';
import { nameOfLink } from './save-target.ts';
import { linkFromInput } from './standard-input.ts';

export async function get(run: GetRun): Promise<void> {
  const link = usable(run.text === '-' ? await linkFromInput(run.signal) : findLink(run.text));
  const { report, options, signal } = run;
  if (isOnce(link)) requirePerson(run);
  const isBundle = link.mediaType === BUNDLE_TYPE;
  const progress = { bundle: undefined as LinkBundle | undefined };
  const pages = new LinkPages({
    origins: [...new Set([link.relay, ...link.relays])],
    waitMs: options.wait,
    signal,
    onConnected: (relay) => report.event({ type: 'connected', relay }),
    onReceived: (address, received, total) => {
      if (progress.bundle) progress.bundle.onReceived(address, received);
      // The lock of a once link is no content.
      else if (!isBundle && !(isOnce(link) && address === link.address)) {
        report.progress(received, total);
      }
    },
  });
  try {
    if (isOnce(link)) return await getOnce(run, link, pages);
    if (!isBundle) return tellSaved(report, await new Getting(run, wantedBy(link), pages).get());
    progress.bundle = await LinkBundle.open({ link, pages, report, signal });
    await progress.bundle.get(options);
  } finally {
    pages.close();
  }
}

function usable(found: FoundLink | undefined): Link {
  if (!found)
    throw new Failure('usage', 'This is no link. A link looks like https://…/… and 64 digits.');
  if (found.isKeeperCode) {
    throw new Failure('usage', 'This is the code of a keeper, not a link to a page.');
  }
  if (found.isKeyDamaged) {
    throw new Failure('key', 'The key at the end of the link is damaged. Ask for the link again.');
  }
  return found.link;
}

function isOnce(link: Link): link is OnceLink {
  return link.capability !== undefined;
}

function wantedBy(link: Link): WantedPage {
  return {
    address: link.address,
    name: nameOfLink(link),
    isPlain: (length) => !link.key && !mayBeSealed(length),
    open: async (page) => await opened(page, link),
    isOver: () => false,
  };
}

import '../speak.ts';
import { createClient, relayUrl, watchAwake } from '@mayfly/relay/client';
import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { keepBadge } from '../background/badge.ts';
import { watchClock } from '../background/clock.ts';
import { keepConsent } from '../background/consent.ts';
import { handedOnSource } from '../background/handed-on.ts';
import { redirectLinks } from '../background/links.ts';
import { keepPagesUpToDate } from '../background/live.ts';
import { addMenus } from '../background/menus.ts';
import { Lifetimes } from '../background/lifetimes.ts';
import { Manners } from '../background/manners.ts';
import { thisConnection } from '../background/metered.ts';
import { openPressedNotifications } from '../background/notifications.ts';
import { answerOmnibox } from '../background/omnibox.ts';
import { keepStorageFromPages } from '../background/own-storage.ts';
import { Relays } from '../background/relays.ts';
import { answerRequests } from '../background/requests.ts';
import { keepWithinQuota } from '../background/room.ts';
import { Seeding } from '../background/seeding.ts';
import { doEach } from '../background/steps.ts';
import { Pages } from '../store/pages.ts';
import { PassingPages } from '../store/passing-pages.ts';
import { onSettings } from '../store/settings.ts';

/** Wiring only. The worker may be started by any event, so every listener is registered before anything is awaited. */
export default defineBackground(() => {
  const pages = new Pages();
  const manners = new Manners({ now: Date.now, connection: thisConnection() });
  const relays = new Relays({
    connect: (relay) =>
      createClient({ url: relayUrl(relay), pages: handedOnSource(pages, manners, relay) }),
  });
  const seeding = new Seeding({ pages, relays, manners });
  const lifetimes = new Lifetimes({ pages, seeding, now: Date.now });
  const passing = new PassingPages();
  const deps = { pages, passing, relays, seeding, lifetimes, manners, now: Date.now };
  /** What is over goes before what is held is announced. */
  const wake = () =>
    doEach([() => lifetimes.sweep(), () => manners.refresh(), () => seeding.refresh()]);

  answerRequests(deps);
  keepPagesUpToDate(deps);
  addMenus(deps);
  answerOmnibox(deps);
  openPressedNotifications(pages);
  keepBadge(deps);
  keepConsent();
  onSettings(['viewedBytes'], () => void keepWithinQuota(deps));
  onSettings(['relays', 'knownRelays'], () => void redirectLinks());
  browser.permissions.onAdded.addListener(() => void redirectLinks());
  browser.permissions.onRemoved.addListener(() => void redirectLinks());

  // These bring the worker back after a kill, a restart of the browser or an update; the start itself does the rest.
  for (const event of [
    browser.alarms.onAlarm,
    browser.runtime.onStartup,
    browser.runtime.onInstalled,
  ]) {
    event.addListener(() => void wake());
  }
  browser.runtime.onStartup.addListener(() => void passing.clear());
  watchClock(Date.now, () => {
    relays.hurry(); // a machine that slept has lost its connections without a word
    void wake();
  });
  watchAwake(() => relays.hurry(), globalThis);
  thisConnection()?.addEventListener('change', () => relays.hurry());
  void wake();
  void redirectLinks();
  void keepStorageFromPages();
});

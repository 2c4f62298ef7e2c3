import '../browser/speak.ts';
import { createClient, relayUrl, watchAwake } from '@mayfly/relay/client';
import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { keepBadge } from '../background/tell/badge.ts';
import { watchClock } from '../background/clock-jumps.ts';
import { keepConsent } from '../background/hold/upload-consent.ts';
import { uploadSource } from '../background/hold/uploaded-pages.ts';
import { redirectLinks } from '../background/read/link-redirects.ts';
import { answerPorts } from '../background/screen-ports.ts';
import { addMenus } from '../background/share/menus.ts';
import { Expiry } from '../background/hold/expiry.ts';
import { UploadPolicy } from '../background/hold/upload-policy.ts';
import { thisConnection } from '../background/hold/network-connection.ts';
import { openPressedNotifications } from '../background/tell/notifications.ts';
import { answerOmnibox } from '../background/share/omnibox.ts';
import { keepStorageFromPages } from '../background/storage-access.ts';
import { Relays } from '../background/relays.ts';
import { answerRequests } from '../background/requests.ts';
import { keepWithinQuota } from '../background/hold/eviction.ts';
import { Seeding } from '../background/hold/seeding.ts';
import { doEach } from '../background/steps.ts';
import { Pages } from '../store/pages.ts';
import { PassingPages } from '../store/passing-pages.ts';
import { onSettings } from '../store/settings.ts';

/** Wiring only. The worker may be started by any event, so every listener is registered before anything is awaited. */
export default defineBackground(() => {
  const pages = new Pages();
  const uploadPolicy = new UploadPolicy({ now: Date.now, connection: thisConnection() });
  const relays = new Relays({
    connect: (relay) =>
      createClient({ url: relayUrl(relay), pages: uploadSource(pages, uploadPolicy, relay) }),
  });
  const seeding = new Seeding({ pages, relays, uploadPolicy });
  const expiry = new Expiry({ pages, seeding, now: Date.now });
  const passing = new PassingPages();
  const deps = { pages, passing, relays, seeding, expiry, uploadPolicy, now: Date.now };
  /** What is over goes before what is held is announced. */
  const wake = () =>
    doEach([() => expiry.sweep(), () => uploadPolicy.refresh(), () => seeding.refresh()]);

  answerRequests(deps);
  answerPorts(deps);
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

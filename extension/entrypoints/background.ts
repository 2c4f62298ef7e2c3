import '../browser/speak.ts';
import { defineBackground } from 'wxt/utils/define-background';
import { keepConsent } from '../background/hold/upload-consent.ts';
import { keepQuota } from '../background/hold/eviction.ts';
import { createParts } from '../background/working-parts.ts';
import { keepRedirects } from '../background/read/link-redirects.ts';
import { answerRequests } from '../background/screen-requests.ts';
import { answerPorts } from '../background/screen-ports.ts';
import { addMenus } from '../background/share/menus.ts';
import { answerReaders } from '../background/share/once-answers.ts';
import { answerOmnibox } from '../background/share/omnibox.ts';
import { keepStorageFromPages } from '../background/storage-access.ts';
import { keepBadge } from '../background/tell/badge.ts';
import { openPressedNotifications } from '../background/tell/notifications.ts';
import { wakeOnEvents } from '../background/wakes.ts';

/** Wiring only. Any event may start the worker, so every listener is registered before anything is awaited. */
export default defineBackground(() => {
  const parts = createParts();
  answerRequests(parts);
  answerPorts(parts);
  addMenus(parts);
  answerOmnibox(parts);
  answerReaders(parts);
  openPressedNotifications(parts.pages);
  keepBadge(parts);
  keepConsent();
  keepQuota(parts);
  keepRedirects();
  wakeOnEvents(parts);
  void keepStorageFromPages();
});

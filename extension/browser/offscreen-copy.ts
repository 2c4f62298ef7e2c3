/**
 * The one request that the background sends to its offscreen document. It stands apart from `messages.ts`, so that the
 * document loads nothing but this: an offscreen document has hardly any of the browser's interfaces.
 */
import type { browser } from 'wxt/browser';
import { copyInDocument } from './copy-in-document.ts';
import { isOwnPage } from './own-page.ts';

/** `wxt/browser` does not run in an offscreen document; this one has promises there too. */
declare const chrome: typeof browser;

export interface CopyRequest {
  /** The text for the clipboard. The answer is `true` once it is there. */
  readonly copyText: string;
}

/** Answers the background's requests, and lets all other messages pass. */
export function answerCopyRequests(): void {
  chrome.runtime.onMessage.addListener((message: unknown, sender, reply) => {
    if (!isOwnPage(sender) || !isCopyRequest(message)) return false;
    reply(copyInDocument(message.copyText));
    return true;
  });
}

function isCopyRequest(message: unknown): message is CopyRequest {
  return typeof message === 'object' && message !== null && 'copyText' in message;
}

/** Sends the requests of `messages.ts` from screens to the background. */
import { defineExtensionMessaging } from '@webext-core/messaging';
import type { Requests } from '../messages.ts';

const messaging = defineExtensionMessaging<Requests>();

/** Sends a request to the background, and resolves with its answer. */
export const ask = messaging.sendMessage;

/** Gives each request of one kind to a function, for the background alone: it checks the sender first. */
export const onRequest = messaging.onMessage;

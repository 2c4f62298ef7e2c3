/** The worker that seals bundles, because on the page's own thread the screen would stand still. */
import { Sealing, type SealingWish } from './sealing.ts';

const sealing = new Sealing((news, transferred) => postMessage(news, { transfer: transferred }));
// The asker is a module of our own, beside the worker's.
addEventListener('message', ({ data }) => sealing.receive(data as SealingWish));

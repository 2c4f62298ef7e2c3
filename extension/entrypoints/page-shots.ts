import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { answerShots } from '../capture/page-shots/answer-shots.ts';
import { SHOTS } from '../capture/page-shots/shots.ts';

/** Runs in the page that is photographed, in the extension's own world there. */
export default defineUnlistedScript(() => {
  const stopBefore: unknown = Reflect.get(globalThis, SHOTS);
  if (typeof stopBefore === 'function') stopBefore();
  Reflect.set(globalThis, SHOTS, answerShots());
});

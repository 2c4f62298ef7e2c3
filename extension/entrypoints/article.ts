import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { captureArticle } from '../capture/article/article.ts';
import { ARTICLE } from '../capture/captured-page.ts';

/** Runs in the page that the user shares, in the extension's own world there. */
export default defineUnlistedScript(() => {
  Reflect.set(globalThis, ARTICLE, captureArticle);
});

/** (f) Nothing a page contains runs, calls out or leads away, in the web page and in the viewer. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../support/chromium.ts';
import { Browser } from './browser.ts';
import { publish } from './publish.ts';
import { RelayProcess } from './relay.ts';

/** A page that tries all it can to reach `spy`, to run and to lead away. */
function hostilePage(spy: string): string {
  const run = `window.ran=1;top.ran=1;document.title='ran';fetch('${spy}/fetch')`;
  return `<!doctype html><html><head><base href="${spy}/base/">
<title>hostile</title><script>${run}</script><script src="${spy}/script.js"></script>
<link rel=stylesheet href="${spy}/style.css"><link rel=prefetch href="${spy}/prefetch">
<link rel=preconnect href="${spy}"><link rel="dns-prefetch" href="${spy}">
<meta http-equiv=refresh content="0;url=${spy}/refresh">
<style>@import '${spy}/import.css'; body{background:url(${spy}/background)}
@font-face{font-family:f;src:url(${spy}/font)} p{font-family:f}</style></head>
<body onload="${run}" background="${spy}/body">
<p id=marker>The hostile page is shown</p>
<img src="${spy}/img" srcset="${spy}/srcset 2x" onerror="${run}"><img src=x onerror="${run}">
<picture><source srcset="${spy}/source"><img src="${spy}/picture"></picture>
<svg onload="${run}"><script>${run}</script><image href="${spy}/svg"/><use href="${spy}/use#x"/>
<a href="javascript:${run}"><text y=20>svg link</text></a></svg>
<math><mtext><mglyph><style><img src=x onerror="${run}"></style></mglyph></mtext></math>
<video src="${spy}/video" poster="${spy}/poster" autoplay></video><audio src="${spy}/audio" autoplay></audio>
<iframe src="${spy}/frame"></iframe><iframe srcdoc="<script>parent.ran=1</script>"></iframe>
<object data="${spy}/object"></object><embed src="${spy}/embed">
<form action="${spy}/form" target=_top><input name=a value=b><button id=submit>send</button></form>
<details open ontoggle="${run}"><summary>more</summary></details>
<input autofocus onfocus="${run}"><div style="background:url(${spy}/inline)">styled</div>
<a id=script href="javascript:${run}">script link</a>
<a id=frame href="${spy}/navigate-frame" target=_self>frame link</a>
<a id=top href="${spy}/navigate-top" target=_top>top link</a>
<a id=download href="${spy}/download" download ping="${spy}/ping">download</a>
</body></html>`;
}

describe.skipIf(findChromium() === undefined)('(f) a hostile page', () => {
  let relay: RelayProcess;
  let alice: Browser;
  let carol: Browser;
  let spy: Server;
  let heard: string[];
  let spyOrigin: string;

  beforeAll(async () => {
    heard = [];
    spy = createServer((request, response) => {
      heard.push(`${request.url} from ${request.headers.referer ?? 'nobody'}`);
      response.end('heard');
    }).listen(0, '127.0.0.1');
    await once(spy, 'listening');
    spyOrigin = `http://127.0.0.1:${(spy.address() as AddressInfo).port}`;
    relay = await RelayProcess.start();
    alice = await Browser.open({ relay: relay.origin });
    carol = await Browser.open();
  });

  afterAll(async () => {
    await Promise.all([alice.close(), carol.close()]);
    await relay.stop();
    spy.close();
  });

  /** Everything in it was tried, and nothing came of it; `clicks` are links to try by hand. */
  async function expectHarmless(page: Page, clicks: readonly string[]): Promise<void> {
    const frame = page.frameLocator('iframe');
    await frame.getByText('The hostile page is shown').waitFor();
    const url = page.url();
    const title = await page.title();
    for (const id of clicks) {
      const link = frame.locator(`#${id}`);
      if ((await link.count()) > 0) await link.click({ timeout: 2_000 }).catch(ignoreUnclickable);
    }
    await frame.getByText('The hostile page is shown').waitFor();
    expect(page.url()).toBe(url);
    expect(await page.title()).toBe(title);
    expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  }

  test.each([
    ['HTML', (spyAt: string) => hostilePage(spyAt)],
    ['Markdown', (spyAt: string) => `# Hi\n\n![img](${spyAt}/md)\n\n${hostilePage(spyAt)}`],
  ] as const)('as %s runs nothing, asks for nothing and leads nowhere', async (kind, pageAt) => {
    const link = await publish(alice, pageAt(spyOrigin), kind);
    const viewer = await alice.visit(link);
    const page = await carol.visit(link);
    for (const shown of [viewer, page]) await expectHarmless(shown, ['script', 'submit']);
    // Whatever the pages still meant to ask for, they have asked for once a round trip of their own is over.
    await page.evaluate(async () => void (await fetch('/healthz')));
    expect(heard).toEqual([]);
  });

  test('has links that open a tab of their own on a click, without referrer', async () => {
    const link = await publish(alice, `<a href="${spyOrigin}/clicked">away</a>`, 'HTML');
    const page = await carol.visit(link);
    // The header is at rest once the count is: a click aimed before that could land beside the link.
    await page.getByText('held by 2', { exact: true }).waitFor();
    const opened = carol.context.waitForEvent('page');
    await page.frameLocator('iframe').getByText('away').click();
    const tab = await opened;
    await tab.getByText('heard').waitFor();
    expect(heard).toContain('/clicked from nobody');
    expect(await tab.evaluate(() => window.opener)).toBe(null);
    expect(page.url()).toBe(link);
  });
});

/** What is not shown cannot be clicked, which is as good as harmless. */
function ignoreUnclickable(error: unknown): void {
  if (!String(error).includes('Timeout')) throw error;
}

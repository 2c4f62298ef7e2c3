/** (a), (e), (g) A page lives as long as any person holds it, and no longer. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findChromium } from '../support/chromium.ts';
import { Browser } from './browser.ts';
import { publish } from './publish.ts';
import { RelayProcess } from './relay.ts';

describe.skipIf(findChromium() === undefined)('a page', () => {
  let relay: RelayProcess;
  let alice: Browser;
  let bob: Browser;
  /** Has no extension. */
  let carol: Browser;

  beforeEach(async () => {
    relay = await RelayProcess.start();
    [alice, bob, carol] = await Promise.all([
      Browser.open({ relay: relay.origin }),
      Browser.open({ relay: relay.origin }),
      Browser.open(),
    ]);
  });

  afterEach(async () => {
    await Promise.all([alice.close(), bob.close(), carol.close()]);
    await relay.stop();
  });

  test('(a) shared in a popup is read in a viewer, and without any extension once all tabs are closed', async () => {
    const link = await publish(alice, 'Hello, reader');
    const viewer = await bob.visit(link);
    await viewer.getByText('Hello, reader').waitFor();
    expect(viewer.url()).toMatch(/^chrome-extension:/);
    await bob.quit();
    const page = await carol.visit(link);
    await page.getByText('Hello, reader').waitFor();
    expect(page.url()).toBe(link);
    await page.getByText('held by 2', { exact: true }).waitFor();
  });

  test('(e) outlives its publisher, is gone with its last holder, and opens when one returns', async () => {
    const link = await publish(alice, 'Pass me on');
    const viewer = await bob.visit(link);
    await viewer.getByText('Pass me on').waitFor();
    await viewer.getByText('held by 2', { exact: true }).waitFor(); // it is held once Bob has seen it
    await bob.closeTabs();
    await alice.quit();
    const third = await carol.visit(link);
    await third.getByText('Pass me on').waitFor();
    await third.close();
    await bob.quit();
    const late = await carol.visit(link);
    await late.getByText('Nobody has this page now').waitFor();
    await bob.start();
    await late.getByText('Pass me on').waitFor();
  });

  test('(g) is there for old and new readers when the relay was restarted', async () => {
    const link = await publish(alice, 'I outlive the relay');
    const viewer = await bob.visit(link);
    await viewer.getByText('held by 2', { exact: true }).waitFor();
    await relay.stop();
    await viewer.getByText('I outlive the relay').waitFor();
    await relay.start();
    await viewer.getByText('held by 2', { exact: true }).waitFor();
    const page = await carol.visit(link);
    await page.getByText('I outlive the relay').waitFor();
    await page.getByText('held by 3', { exact: true }).waitFor();
  });

  test('(g) published while the relay is down is kept, and announced when it is back', async () => {
    await publish(alice, 'first, so that the relay is known');
    await relay.stop();
    const link = await publish(alice, 'written in the dark');
    await relay.start();
    const page = await carol.visit(link);
    await page.getByText('written in the dark').waitFor();
  });
});

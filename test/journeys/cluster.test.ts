/** Several relays behind one address are one to people: shared on one, read on another, and one is killed. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findNatsServer, freePorts, NatsServer } from '../backplane/nats-server.ts';
import { RelayProcess } from '../backplane/relay-process.ts';
import { TcpProxy } from '../backplane/tcp-proxy.ts';
import { findChromium } from '../support/chromium.ts';
import { Browser } from './browser.ts';
import { shareTextOnce } from './once-sharing.ts';
import { publish } from './publish.ts';

const isPossible = findChromium() !== undefined && findNatsServer() !== undefined;

describe.skipIf(!isPossible)('relays behind one address', () => {
  let nats: NatsServer;
  let relays: RelayProcess[];
  let ports: number[];
  /** Sends everybody who comes to the relay that is its target. */
  let balancer: TcpProxy;
  let alice: Browser;
  let bob: Browser;
  /** Has no extension. */
  let carol: Browser;

  beforeAll(async () => {
    const [port = 0, ...others] = await freePorts(4);
    ports = others;
    nats = new NatsServer(port);
    await nats.start();
    relays = ports.map((one) => new RelayProcess(one, { MAYFLY_NATS: nats.url }));
    await Promise.all(relays.map((relay) => relay.start()));
    balancer = new TcpProxy(0);
    const relay = `http://localhost:${await balancer.listen()}`;
    [alice, bob, carol] = await Promise.all([
      Browser.open({ relay }),
      Browser.open({ relay }),
      Browser.open(),
    ]);
  });

  afterAll(async () => {
    await Promise.all([alice?.close(), bob?.close(), carol?.close()]);
    balancer.close();
    await Promise.all(relays.map((relay) => relay.kill('SIGKILL')));
    await nats.kill();
  });

  /** New clients go to that relay from now on. */
  function lead(to: number): void {
    balancer.target = ports[to] ?? 0;
  }

  test('share a page, its holders and what is left when one of them is killed', async () => {
    lead(0);
    const link = await publish(alice, 'I am on every relay');
    await expect.poll(() => relays[0]?.metric('haves')).toBe(1);
    lead(1);
    const viewer = await bob.visit(link);
    await viewer.getByText('I am on every relay').waitFor();
    await viewer.getByText('held by 2', { exact: true }).waitFor();
    await bob.quit();
    lead(2);
    await relays[0]?.kill('SIGKILL');
    await expect.poll(() => relays[2]?.metric('haves')).toBe(1);
    lead(1);
    const page = await carol.visit(link);
    await page.getByText('I am on every relay').waitFor();
  });

  test('open a link that opens once, though the relay of its author is killed in the middle', async () => {
    await relays[0]?.start();
    const desk = await alice.extensionPage('options.html');
    const link = await desk.evaluate(shareTextOnce, 'Opened on another relay');
    lead(1);
    const page = await carol.visit(link);
    const open = page.getByRole('button', { name: 'Open', exact: true });
    await open.and(page.locator(':enabled')).waitFor();
    lead(0);
    await relays[2]?.kill('SIGKILL');
    await open.click();
    await page.getByText('Opened on another relay').waitFor();
    await page.reload();
    await page.getByText('You opened this page here before').waitFor();
  });
});

/** A real Chromium with the built extension, looked into as little as can be: nothing is attached while it is timed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { findChromium } from '../../support/chromium.ts';
import { DevTools, ended } from './devtools.ts';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-unsafe-extension-debugging',
  '--remote-debugging-pipe',
];

interface Target {
  readonly targetId: string;
  readonly type: string;
  readonly url: string;
}

/** The memory of the worker, after its garbage is collected. */
export interface WorkerMemory {
  /** Its objects and buffers. */
  readonly heapBytes: number;
  /** The memory of its process alone, without memory shared with other browsers. */
  readonly processBytes: number;
}

export class HeldBrowser {
  readonly #process: ChildProcess;
  readonly #devTools: DevTools;
  /** The extension's origin, once its worker runs. */
  #origin = '';

  /** Resolves when the extension's worker runs. */
  static async start(profile: string, extension: string): Promise<HeldBrowser> {
    const executable = findChromium();
    if (executable === undefined) throw new Error('expected a Chromium on this machine');
    const args = [
      ...FLAGS,
      `--user-data-dir=${profile}`,
      `--load-extension=${extension}`,
      `--disable-extensions-except=${extension}`,
      'about:blank',
    ];
    const stdio = ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] as const;
    const browser = new HeldBrowser(spawn(executable, args, { stdio: [...stdio] }));
    const worker = await browser.target(isWorker);
    const { protocol, host } = new URL(worker.url);
    browser.#origin = `${protocol}//${host}`;
    await browser.comes(worker, "'chrome' in globalThis");
    return browser;
  }

  private constructor(process: ChildProcess) {
    this.#process = process;
    this.#devTools = new DevTools(process);
  }

  /** Opens a page of the extension in a tab. */
  async open(path: string): Promise<Target> {
    const url = `${this.#origin}${path}`;
    await this.#devTools.send('Target.createTarget', { url });
    return await this.target((one) => one.url === url);
  }

  /** From now on a press of the extension's button shows this page. */
  async showInPopup(path: string): Promise<void> {
    const popup = JSON.stringify(path);
    await this.evaluate(await this.worker(), `chrome.action.setPopup({ popup: ${popup} })`);
  }

  /** Opens the popup as a press of the extension's button does; any that is open must be closed before. */
  async pressButton(path: string): Promise<Target> {
    const tab = await this.target(({ type }) => type === 'tab');
    const params = { id: new URL(this.#origin).host, targetId: tab.targetId };
    await this.#devTools.send('Extensions.triggerAction', params);
    return await this.target(({ type, url }) => type === 'page' && url.endsWith(path));
  }

  async close({ targetId }: Target): Promise<void> {
    await this.#devTools.send('Target.closeTarget', { targetId });
    while ((await this.#targets()).some((one) => one.targetId === targetId)) await sleep(10);
  }

  /** Closes all open pages of the extension. */
  async closePages(): Promise<void> {
    const targets = await this.#targets();
    const pages = targets.filter(
      ({ type, url }) => type === 'page' && url.startsWith(this.#origin),
    );
    for (const page of pages) await this.close(page);
  }

  /** Ends the worker, as the browser does when nothing happened for a while. */
  async endWorker(): Promise<void> {
    for (const worker of (await this.#targets()).filter(isWorker)) await this.close(worker);
  }

  async worker(): Promise<Target> {
    return await this.target(isWorker);
  }

  /** The value of an expression in a target. Waits if it is a promise. */
  async evaluate<Result>({ targetId }: Target, expression: string): Promise<Result> {
    return await this.#attached(targetId, async (sessionId) => {
      const params = { expression, awaitPromise: true, returnByValue: true };
      const answer = await this.#devTools.send<{
        readonly result: { readonly value: Result };
        readonly exceptionDetails?: unknown;
      }>('Runtime.evaluate', params, sessionId);
      if (answer.exceptionDetails) throw new Error(JSON.stringify(answer.exceptionDetails));
      return answer.result.value;
    });
  }

  /** Resolves when an expression is true in a target. */
  async comes(target: Target, expression: string): Promise<void> {
    while ((await this.evaluate<boolean>(target, expression)) !== true) await sleep(20);
  }

  /** Gives the only file field of a page a file. */
  async chooseFile({ targetId }: Target, file: string): Promise<void> {
    await this.#attached(targetId, async (sessionId) => {
      const expression = "document.querySelector('input[type=file]')";
      const field = await this.#devTools.send<{
        readonly result: { readonly objectId: string };
      }>('Runtime.evaluate', { expression }, sessionId);
      const { objectId } = field.result;
      await this.#devTools.send('DOM.setFileInputFiles', { files: [file], objectId }, sessionId);
    });
  }

  async workerMemory(): Promise<WorkerMemory> {
    const { targetId } = await this.worker();
    return await this.#attached(targetId, async (sessionId) => {
      for (let i = 0; i < 3; i++) {
        await this.#devTools.send('HeapProfiler.collectGarbage', {}, sessionId);
        await sleep(100); // freed memory returns to the system in the background
      }
      const heap = await this.#devTools.send<{
        readonly usedSize: number;
        readonly embedderHeapUsedSize: number;
        readonly backingStorageSize: number;
      }>('Runtime.getHeapUsage', {}, sessionId);
      const heapBytes = heap.usedSize + heap.embedderHeapUsedSize + heap.backingStorageSize;
      return { heapBytes, processBytes: await this.#extensionBytes() };
    });
  }

  async quit(): Promise<void> {
    await this.#devTools.send('Browser.close');
    await ended(this.#process);
  }

  /** The first target like that; waits for it. */
  async target(isIt: (target: Target) => boolean): Promise<Target> {
    for (;;) {
      const found = (await this.#targets()).find(isIt);
      if (found) return found;
      await sleep(20);
    }
  }

  async #targets(): Promise<readonly Target[]> {
    const { targetInfos } = await this.#devTools.send<{
      readonly targetInfos: readonly Target[];
    }>('Target.getTargets', { filter: [{}] });
    return targetInfos;
  }

  async #attached<Result>(targetId: string, use: (sessionId: string) => Promise<Result>) {
    const params = { targetId, flatten: true };
    const { sessionId } = await this.#devTools.send<{ readonly sessionId: string }>(
      'Target.attachToTarget',
      params,
    );
    try {
      return await use(sessionId);
    } finally {
      await this.#devTools.send('Target.detachFromTarget', { sessionId });
    }
  }

  /** Of the one process in which the extension runs. */
  async #extensionBytes(): Promise<number> {
    const { processInfo } = await this.#devTools.send<{
      readonly processInfo: readonly { readonly id: number; readonly type: string }[];
    }>('SystemInfo.getProcessInfo');
    const own = processInfo.filter(({ id, type }) => type === 'renderer' && isOfExtension(id));
    const [only] = own;
    if (!only || own.length > 1) throw new Error(`expected one process, got ${own.length}`);
    return privateBytes(only.id);
  }
}

function isWorker({ type, url }: Target): boolean {
  return type === 'service_worker' && url.startsWith('chrome-extension:');
}

function isOfExtension(pid: number): boolean {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--extension-process');
}

function privateBytes(pid: number): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const kib = [...rollup.matchAll(/^Private_(?:Clean|Dirty):\s+(\d+) kB$/gm)];
  return kib.reduce((sum, [, count]) => sum + Number(count), 0) * 1024;
}

/** The memory of held pages in Firefox, where the extension's background has a process of its own that stays. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Firefox } from '../../journeys/firefox.ts';

interface Held {
  readonly relay: string;
  /** An exported library with this many pages to import; none for a browser that holds nothing. */
  readonly library: string | undefined;
  /** Resolves when the relay knows of all of them. */
  readonly announced: () => Promise<void>;
}

interface ProcessInfo {
  readonly type: string;
  /** Bytes that no other process shares. */
  readonly memory: number;
}

/** In the browser's window. */
declare const ChromeUtils: {
  requestProcInfo(): Promise<{ readonly children: readonly ProcessInfo[] }>;
};
declare const Services: {
  readonly obs: { notifyObservers(subject: null, topic: string, data: string): void };
};

/** The bytes of the extension's process, in a browser that was started on the pages with no page of it open. */
export async function firefoxMemory({ relay, library, announced }: Held): Promise<number> {
  const firefox = await Firefox.open({ relay, isLasting: true });
  try {
    if (library !== undefined) {
      await firefox.visit(firefox.extensionUrl('library.html'));
      await firefox.type('input[type=file]', library);
      await announced();
    }
    await firefox.quit();
    await firefox.start();
    await announced();
    await firefox.closeTabs();
    await sleep(2_000); // until the work of the start is done
    return await firefox.evaluateInBrowser(extensionBytes);
  } finally {
    await firefox.close();
  }
}

/** Once its garbage is gone. */
async function extensionBytes(): Promise<number> {
  Services.obs.notifyObservers(null, 'memory-pressure', 'heap-minimize');
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const { children } = await ChromeUtils.requestProcInfo();
  const own = children.find(({ type }) => type === 'extension');
  if (!own) throw new Error('expected a process of the extension');
  return own.memory;
}

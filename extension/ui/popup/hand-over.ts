/** The popup's end of `handed-files.ts`: gives files to a compose tab, since a popup may close at any moment. */
import type { OfferedFile } from '@mayfly/relay/words';
import { browser } from 'wxt/browser';
import { composeUrlFor, FILES_CHANNEL, type FilesMessage } from '../compose/handed-files.ts';

/** Resolves once the tab has the files and is on the screen. */
export async function handOver(files: readonly OfferedFile[]): Promise<void> {
  const from = crypto.randomUUID();
  const channel = new BroadcastChannel(FILES_CHANNEL);
  const given = new Promise<void>((resolve) => {
    channel.onmessage = ({ data }: MessageEvent<FilesMessage>) => {
      if (data.type === 'files' || data.to !== from) return;
      if (data.type === 'ready') channel.postMessage({ type: 'files', from, files });
      else resolve();
    };
  });
  // Shown at once, it would take the focus, and with that close the popup, before it has the files.
  const tab = await browser.tabs.create({ url: composeUrlFor(from), active: false });
  await given;
  channel.close();
  if (tab.id !== undefined) await browser.tabs.update(tab.id, { active: true });
}

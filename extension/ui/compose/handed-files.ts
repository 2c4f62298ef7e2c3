/** The compose tab's end of the way on which the popup hands files over. */
import type { OfferedFile } from '@mayfly/relay/words';
import { browser } from 'wxt/browser';

export const FILES_CHANNEL = 'files for the compose tab';
const FROM = 'from';

/** The tab is ready for the files of that popup, or has them. */
interface TabMessage {
  readonly type: 'ready' | 'taken';
  readonly to: string;
}

interface PopupMessage {
  readonly type: 'files';
  readonly from: string;
  readonly files: readonly OfferedFile[];
}

export type FilesMessage = TabMessage | PopupMessage;

/** The address of a compose tab that waits for the files of one popup. */
export function composeUrlFor(from: string): string {
  return `${browser.runtime.getURL('/compose.html')}?${FROM}=${from}`;
}

/** Asks the popup that opened this tab, if one did, for its files. */
export function takeHandedFiles(
  search: string,
  onFiles: (files: readonly OfferedFile[]) => void,
): void {
  const from = new URLSearchParams(search).get(FROM);
  if (from === null) return;
  const channel = new BroadcastChannel(FILES_CHANNEL);
  const say = (type: TabMessage['type']) => channel.postMessage({ type, to: from });
  channel.onmessage = ({ data }: MessageEvent<FilesMessage>) => {
    if (data.type !== 'files' || data.from !== from) return;
    onFiles(data.files);
    say('taken');
    channel.close();
  };
  say('ready');
}

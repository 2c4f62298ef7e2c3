/** The viewer's ends of the wires: the background says how far a page has come, and the store has its bytes. */
import { isLinkProblem, parseLink } from '@mayfly/relay/protocol';
import type { Page } from '@mayfly/relay/view';
import { signal } from '@preact/signals';
import { render } from 'preact';
import { follow } from '../../live-port.ts';
import { PAGE_PORT, type PageSight, RELEASED_PAGE_PORT, ask } from '../../messages.ts';
import { Pages } from '../../store/pages.ts';
import { linkOf } from '../../viewer-url.ts';
import { Viewer } from './viewer.tsx';

const text = linkOf(new URL(location.href));
const link = parseLink(text);
const pages = new Pages();

const sight = signal<PageSight>({
  reading: { state: 'connecting' },
  connection: { state: 'idle' },
  activity: [],
});
const page = signal<Page | undefined>(undefined);
let stopFollowing = () => {};

function start(): void {
  stopFollowing();
  const port = () => (sight.value.reading.state === 'released' ? RELEASED_PAGE_PORT : PAGE_PORT);
  stopFollowing = follow<PageSight>(
    () => port() + text,
    (update) => {
      sight.value = update;
      if (update.reading.state === 'stored') void show(update.reading);
    },
  );
}

/** Once nobody follows, the background takes its want back. */
function cancel(): void {
  stopFollowing();
  const { activity } = sight.value;
  sight.value = { reading: { state: 'cancelled' }, connection: { state: 'idle' }, activity };
}

async function show(hints: { readonly mediaType: string; readonly name?: string }): Promise<void> {
  if (page.value || isLinkProblem(link)) return;
  const { address } = link;
  const record = await pages.get(address);
  const range = record && (await pages.read(address, 0, record.length));
  if (!range) return; // let go of a moment ago; the next update says so
  const { mediaType, name } = hints;
  page.value = { address, bytes: new Uint8Array(range.bytes), mediaType, ...(name && { name }) };
}

function App() {
  return (
    <Viewer
      sight={sight.value}
      page={page.value}
      link={isLinkProblem(link) ? undefined : text}
      onCancel={cancel}
      onRetry={start}
      onTrust={(relay) => void ask('trustRelay', relay).then(start)}
      onStop={() => void (page.value && ask('stopSeeding', page.value.address))}
    />
  );
}

start();
// A link to another page of the same address but other hints, or a mended one.
addEventListener('hashchange', () => location.reload());
// The element is in index.html.
render(<App />, document.getElementById('app')!);

/** The viewer's ends of the wires: the background says how far a page has come, and the store has its bytes. */
import { findLink, formatLink, type Link } from '@mayfly/relay/protocol';
import { whenSeen } from '@mayfly/relay/view';
import { signal } from '@preact/signals';
import { render } from 'preact';
import { follow } from '../../browser/background-port.ts';
import { PAGE_PORT, type PageSight, RELEASED_PAGE_PORT } from '../../messages.ts';
import { ask } from '../../browser/messaging.ts';
import { Pages } from '../../store/pages.ts';
import { PassingPages } from '../../store/passing-pages.ts';
import { DamagedPageError, troubleIn } from '../../store/store-error.ts';
import { beginScreen } from '../../ui/screen.ts';
import { linkOf, viewerUrlOf } from '../../browser/viewer-url.ts';
import { StoredPage } from '../../ui/viewer/stored-page.ts';
import { Viewer } from '../../ui/viewer/viewer.tsx';

beginScreen('view_tabTitle');

const found = findLink(linkOf(new URL(location.href)));
const page = storedPage();
/** What the background follows: it needs no key, good or bad, to find a page. */
const text = found ? formatLink(found.link) : linkOf(new URL(location.href));
// Whatever the link looked like on its way here, it is whole from now on; a damaged one stays to be looked at.
if (found && !found.isKeyDamaged) history.replaceState(null, '', viewerUrlOf(text));

const sight = signal<PageSight>({
  reading: { state: 'connecting' },
  connection: { state: 'idle' },
  activity: [],
});
const seen = whenSeen(document, Date.now);
let stopFollowing = () => {};

/** Undefined where there is no page at the end of the link. */
function storedPage(): StoredPage | undefined {
  return (
    found &&
    new StoredPage({ pages: new Pages(), passing: new PassingPages(), ...found, onKnownKey: goTo })
  );
}

function start(): void {
  stopFollowing();
  const port = () => (sight.value.reading.state === 'released' ? RELEASED_PAGE_PORT : PAGE_PORT);
  stopFollowing = follow<PageSight>(
    () => port() + (sight.value.link ?? text),
    (update) => {
      sight.value = update;
      const { state } = update.reading;
      if (state === 'stored' || state === 'passing') void open(update.reading);
    },
    (say) => void seen.then(() => say('seen')),
  );
}

/** Shows the page that is stored, or says why that cannot be. */
async function open(hints: Parameters<StoredPage['open']>[0]): Promise<void> {
  try {
    await page?.open(hints);
  } catch (error) {
    console.error(error);
    // The background looks at the copy again, and fetches the page where that is damaged.
    if (error instanceof DamagedPageError) return start();
    stopFollowing();
    sight.value = {
      ...sight.value,
      reading: { state: 'no-store', trouble: troubleIn(error) ?? 'unreadable' },
    };
  }
}

/** Once nobody follows, the background takes its want back. */
function cancel(): void {
  stopFollowing();
  const { activity } = sight.value;
  sight.value = { reading: { state: 'cancelled' }, connection: { state: 'idle' }, activity };
}

/** Shows what `link` is of, in place of what this tab is at: its fragment alone differs, so the viewer reloads. */
function goTo(link: Link): void {
  location.replace(viewerUrlOf(formatLink(link)));
}

async function tryKey(pasted: string): Promise<string | undefined> {
  const tried = await page?.tryKey(pasted);
  if (!tried || 'problem' in tried) return tried?.problem;
  goTo(tried.link);
  return undefined;
}

function App() {
  return (
    <Viewer
      sight={sight.value}
      near={page?.reading.value}
      link={!found || found.isKeyDamaged ? undefined : (sight.value.link ?? text)}
      onCancel={cancel}
      onRetry={start}
      onTrust={(relay) => void ask('trustRelay', relay).then(start)}
      onStop={() => void (page && ask('deletePages', [page.address]))}
      unlock={{ onKey: tryKey, onShowAsIs: () => page?.showAsIs() }}
    />
  );
}

start();
// A link to another page of the same address but other hints, or a mended one.
addEventListener('hashchange', () => location.reload());
// The element is in index.html.
render(<App />, document.getElementById('app')!);

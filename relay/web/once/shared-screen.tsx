import { useEffect, useRef, useState } from 'preact/hooks';
import type { Address } from '../../protocol/address.ts';
import { copyText } from '../../view/copy-button.tsx';
import { ONCE_LINKS } from '../../view/once/lazy-sharing.ts';
import { PageReading } from '../../view/page-reading.ts';
import { PageViewer } from '../../view/page-viewer.tsx';
import { t } from '../../words/index.ts';
import type { OnceLinkView } from '../../words/once-link.ts';
import { titleOf } from '../route.ts';
import { DELETE_QUESTION } from '../screens.ts';
import type { Shared } from '../tab-place.ts';
import type { Tab } from '../tab.ts';
import { linkViews } from './link-views.ts';
import type { OnceShares } from './once-shares.ts';

export interface SharedScreenProps extends Omit<Shared, 'screen'> {
  readonly tab: Tab;
}

/** `/<address>` of a page that this tab shared by once links: the links, what became of them, and the page itself. */
export function SharedScreen({ tab, page, isMade }: SharedScreenProps) {
  const [isAsking, setAsking] = useState(false);
  const opened = useShare(tab, page);
  if (!opened) return null;
  const { once, reading } = opened;
  const links = linkViews(once, page);
  const deleteShare = () => {
    void once.delete(page);
    tab.deleteCopy(page);
    tab.goHome();
  };
  return (
    <>
      <PageViewer
        reading={reading.reading.value}
        link={undefined} // whoever has the key opens the page any number of times
        holders={undefined}
        connection={reading.connection.value}
        activity={reading.activity.value}
        homeHref="/"
        onHome={() => tab.goHome()}
        onDelete={() => setAsking(true)}
        head={links ? <MadeLinks {...{ links, isMade }} isAwaited={once.isAwaited} /> : <Gone />}
      />
      {isAsking && (
        <DELETE_QUESTION.Component
          holders={1}
          onlyCopy={t('once_tabDelete')}
          onDelete={deleteShare}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

interface MadeLinksProps {
  readonly links: readonly OnceLinkView[];
  /** True while somebody may still open the page. */
  readonly isAwaited: boolean;
  readonly isMade: boolean;
}

function MadeLinks({ links, isAwaited, isMade }: MadeLinksProps) {
  useTitle(links.flatMap(({ opened }) => opened).length);
  const [isCopied, setCopied] = useState(false);
  const [only] = links;
  const copied = isMade && links.length === 1 ? only?.link : undefined;
  useEffect(() => {
    if (copied !== undefined) void copyText(copied).then(setCopied);
  }, [copied]);
  return (
    <section class="made" aria-labelledby="once-made">
      <h1 class="made-title" id="once-made">
        {isMade ? t('web_madeTitle') : t('once_tabTitle')}
      </h1>
      {isAwaited && <p role="status">{isCopied ? t('web_madeCopied') : t('once_tabAddress')}</p>}
      <ONCE_LINKS.Component links={links} now={Date.now()} isPrimary={!isCopied} />
      <p>{isAwaited ? t('once_tabKeep') : t('once_tabOver')}</p>
    </section>
  );
}

/** Tells an author who looks at another tab that somebody opened the page. */
function useTitle(opened: number): void {
  const before = useRef(opened);
  useEffect(() => {
    if (opened > before.current && document.visibilityState === 'hidden') {
      document.title = t('once_tabOpened');
      const reset = () => (document.title = titleOf('shared'));
      document.addEventListener('visibilitychange', reset, { once: true });
    }
    before.current = opened;
  }, [opened]);
}

/** A duplicate of the tab deleted the links, or they were too old. */
function Gone() {
  return (
    <section class="made">
      <p role="alert">{t('once_tabGone')}</p>
    </section>
  );
}

interface OpenedShare {
  readonly once: OnceShares;
  readonly reading: PageReading;
}

/** The share with its page, until the screen is left. Undefined while the tab's store is being opened. */
function useShare(tab: Tab, page: Shared['page']): OpenedShare | undefined {
  const [opened, setOpened] = useState<OpenedShare>();
  useEffect(() => {
    const leaving = new AbortController();
    void tab.openOnce().then((once) => {
      if (leaving.signal.aborted) return;
      const reading = readShared(tab, once, page);
      leaving.signal.addEventListener('abort', () => reading.stop());
      setOpened({ once, reading });
    });
    return () => leaving.abort();
  }, [page]);
  return opened;
}

function readShared(tab: Tab, once: OnceShares, address: Address): PageReading {
  const { contentKey: key, hints } = once.sessionOf(address) ?? {};
  return new PageReading({
    client: tab.client,
    link: { relay: location.origin, address, ...hints, ...(key && { key }), relays: [] },
    held: tab.pageHere(address),
    onReadable: () => {}, // it is here already
    canVerify: tab.canHash,
    now: tab.now,
  });
}

import { useEffect, useState } from 'preact/hooks';
import type { Address } from '../../protocol/address.ts';
import { formatLink } from '../../protocol/link.ts';
import { pastedOnceLink } from '../../view/once/found-once-link.ts';
import { ONCE_READING } from '../../view/once/lazy-once.ts';
import { OTHER_RELAYS } from '../screens.ts';
import { namedOnce } from '../stored-names.ts';
import type { Once } from '../tab-place.ts';
import type { Tab } from '../tab.ts';
import { TabOpening } from './tab-opening.ts';

export interface OnceScreenProps extends Omit<Once, 'screen' | 'leaving'> {
  readonly tab: Tab;
}

/** `/<lock>#b=<capability>`: the page of a once link, or what stands between its reader and it. */
export function OnceScreen({ tab, link, lockPage }: OnceScreenProps) {
  const opening = useOpening(tab, { link, lockPage });
  useEffect(() => void showOwn(tab, link.address), [link.address]);
  if (!opening) return null;
  const paste = async (pasted: string) => {
    const tried = pastedOnceLink(link, pasted);
    if ('problem' in tried) return tried.problem;
    tab.replace(formatLink(tried.link));
    return undefined;
  };
  const isOpened = opening.state.value.state === 'opened';
  return (
    <ONCE_READING.Component
      once={opening.state.value}
      relay={link.relay}
      connection={opening.connection.value}
      homeHref="/"
      onHome={isOpened ? undefined : () => tab.goHome()} // the browser asks before an opened page goes
      onOpen={() => void opening.open()}
      onShown={() => void opening.received()}
      onRetry={() => tab.replace(formatLink(link))}
      onPasted={paste}
      elsewhere={<OTHER_RELAYS.Component href={formatLink(opening.link)} />}
    />
  );
}

/** An author who follows a link of this tab sees what became of it. */
async function showOwn(tab: Tab, lock: Address): Promise<void> {
  if (namedOnce().length === 0) return;
  const page = (await tab.openOnce()).pageOf(lock);
  if (page && location.pathname.slice(1) === lock) tab.replace(`/${page}`);
}

/** The reading of the link, until the screen is left. */
function useOpening(tab: Tab, { link, lockPage }: Pick<Once, 'link' | 'lockPage'>) {
  const [opening, setOpening] = useState<TabOpening>();
  useEffect(() => {
    const { client, now } = tab;
    const one = new TabOpening({ client, link, lockPage, visible, now });
    const unsubscribe = one.state.subscribe(({ state }) => {
      tab.isFleeting.value = state === 'opened';
    });
    setOpening(one);
    return () => {
      unsubscribe();
      one.stop();
      tab.isFleeting.value = false;
    };
  }, [lockPage]);
  return opening;
}

/** Resolves when the tab is visible. */
async function visible(): Promise<void> {
  if (document.visibilityState === 'visible') return;
  await new Promise((resolve) => {
    document.addEventListener('visibilitychange', resolve, { once: true });
  });
}

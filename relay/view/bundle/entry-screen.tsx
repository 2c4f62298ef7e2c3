import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { BundleEntry } from '../../client/bundle/index.ts';
import { formatBytes } from '../../words/format-bytes.ts';
import { direction, t } from '../../words/language.ts';
import { shownName } from '../../words/page-name.ts';
import type { Page } from '../../words/reading.ts';
import { SinglePage } from '../single-page.tsx';
import { entryKindOf } from './entry-kind.ts';
import type { EntrySource } from './entry-source.ts';
import { type ListedEntry, nameOf } from './entry-tree.ts';
import { Gathering, type GatheringProps } from './gathering.tsx';
import { LongMedia } from './long-media.tsx';
import { openEntry, type OpenedEntry, problemOfEntry } from './opened-entry.ts';

export interface EntryScreenProps {
  readonly listed: ListedEntry;
  readonly source: EntrySource;
  /** The page of the list. */
  readonly page: Page;
  readonly onSave: (listed: ListedEntry) => void;
  /** False once the copy in this browser is deleted. */
  readonly isHere: boolean;
}

/** One file of a bundle, as the page that it would be. */
export function EntryScreen(props: EntryScreenProps) {
  const { listed, source, page, isHere } = props;
  const { entry } = listed;
  const { opened, problem, onRetry } = useOpened(source, entry);
  const shown = useMemo(
    () => opened?.as === 'page' && pageOf(page, entry, opened.bytes),
    [opened, page, entry],
  );
  if (shown) return <SinglePage page={shown} link={undefined} />;
  return (
    <section class="content" aria-label={t('view_thePage')}>
      <div class="content-file">
        <EntryHead entry={entry} />
        {!isHere && !opened && <p role="alert">{t('files_fileGone')}</p>}
        {isHere && problem !== undefined && <Failed sentence={t(problem)} onRetry={onRetry} />}
        {isHere && !opened && problem === undefined && <Coming entry={entry} source={source} />}
        {opened?.as === 'file' && <LargeFile {...props} />}
        {opened?.as === 'media' && <LongMedia entry={entry} source={source} media={opened} />}
        {opened?.as === 'media' && <SaveButton {...props} />}
      </div>
    </section>
  );
}

/** The opened entry, or the reason why it does not open. */
function useOpened(source: EntrySource, entry: BundleEntry) {
  const [read, setRead] = useState<{ entry: BundleEntry; opened?: OpenedEntry; error?: unknown }>();
  const [tries, setTries] = useState(0);
  useEffect(() => {
    const left = new AbortController();
    setRead(undefined);
    openEntry(source, entry, left.signal).then(
      (opened) => !left.signal.aborted && setRead({ entry, opened }),
      (error: unknown) => !left.signal.aborted && setRead({ entry, error }),
    );
    return () => left.abort();
  }, [source, entry, tries]);
  const current = read?.entry === entry ? read : undefined;
  return {
    opened: current?.opened,
    problem: current?.error === undefined ? undefined : problemOfEntry(current.error),
    onRetry: () => setTries(tries + 1),
  };
}

/** An address of its own for each entry: choices for one say nothing about the next. */
function pageOf({ address }: Page, entry: BundleEntry, bytes: Page['bytes']): Page {
  return { address, bytes, mediaType: entry.type, name: nameOf(entry) };
}

function EntryHead({ entry }: { readonly entry: BundleEntry }) {
  return (
    <>
      <h1 class="content-file-name">
        <bdi>{shownName(nameOf(entry))}</bdi>
      </h1>
      <p class="soft">{formatBytes(entry.bytes)}</p>
    </>
  );
}

interface FailedProps {
  readonly sentence: string;
  readonly onRetry: () => void;
}

function Failed({ sentence, onRetry }: FailedProps) {
  return (
    <>
      <p role="alert">{sentence}</p>
      <button type="button" class="button" onClick={onRetry}>
        {t('view_tryAgain')}
      </button>
    </>
  );
}

/** An entry on its way. It opens by itself once its last byte is on the disk. */
function Coming({ entry, source }: GatheringProps) {
  // A file that is here already opens in a moment, and a bar would only flicker.
  if (source.isHeld(entry)) return null;
  return <Gathering entry={entry} source={source} />;
}

function LargeFile(props: EntryScreenProps) {
  return (
    <>
      <p class="soft">{t('files_tooLarge')}</p>
      <SaveButton {...props} />
    </>
  );
}

function SaveButton({ listed, onSave }: EntryScreenProps) {
  return (
    <button type="button" class="button button-primary" onClick={() => onSave(listed)}>
      {t('view_saveFile')}
    </button>
  );
}

export interface EntryWalkProps {
  readonly order: readonly ListedEntry[];
  readonly listed: ListedEntry;
  readonly onSwap: (index: number) => void;
  readonly onClose: () => void;
}

/** The way back to the list, and to the files beside the opened one. */
export function EntryWalk({ order, listed, onSwap, onClose }: EntryWalkProps) {
  const place = order.indexOf(listed);
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => back.current?.focus(), []);
  const go = (step: number) => {
    const next = order[place + step];
    if (next) onSwap(next.index);
  };
  useArrowKeys(entryKindOf(listed.entry) === 'image', go);
  return (
    <nav class="files-walk" aria-label={t('files_walk')}>
      <button type="button" class="button files-back" ref={back} onClick={onClose}>
        {t('files_back')}
      </button>
      <span class="files-fact" aria-live="polite">
        {t('files_place', { place: place + 1, total: order.length })}
      </span>
      <button type="button" class="button" disabled={place === 0} onClick={() => go(-1)}>
        {t('files_previous')}
      </button>
      <button
        type="button"
        class="button"
        disabled={place === order.length - 1}
        onClick={() => go(1)}
      >
        {t('files_next')}
      </button>
    </nav>
  );
}

/** From picture to picture by the arrow keys, which move nothing else while a picture is fitted. */
function useArrowKeys(isOn: boolean, go: (step: number) => void): void {
  const latest = useRef(go);
  latest.current = go;
  useEffect(() => {
    if (!isOn) return undefined;
    const onKey = (event: KeyboardEvent) => {
      const step = STEPS[event.key];
      const { target } = event;
      // A picture at full size is scrolled by them.
      const isTaken = target instanceof Element && target.matches('[role=region], input, select');
      if (step === undefined || isTaken || event.altKey || event.ctrlKey || event.metaKey) return;
      latest.current(direction().dir === 'rtl' ? -step : step);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [isOn]);
}

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };

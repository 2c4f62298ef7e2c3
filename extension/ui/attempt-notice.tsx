import { sentences, t } from '@mayfly/relay/words';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { noteText, notUploaded, pasteWhile, unannounced, withoutImages } from '../sentences.ts';
import type { RecentPage } from '../messages.ts';
import type { Attempt, SharedPage } from './attempt.ts';
import { OnceActs, type OnceActsProps } from './once-acts.tsx';
import { SharedActs, type SharedActsProps } from './shared-acts.tsx';

export interface AttemptNoticeProps extends Omit<SharedActsProps, 'shared' | 'isCopied'> {
  readonly attempt: Attempt;
  /** The latest pages: they tell who has opened a link since. */
  readonly recent?: readonly RecentPage[] | undefined;
}

type Recent = AttemptNoticeProps['recent'];
type SharedAttempt = Extract<Attempt, { state: 'shared' }>;

/** Tells the outcome of the last attempt to share: the link, and what to do with it. It stands above all else. */
export function AttemptNotice({ attempt, recent, ...acts }: AttemptNoticeProps) {
  const box = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    if (attempt.state !== 'none') box.current?.scrollIntoView({ block: 'nearest' });
  }, [attempt]);
  return (
    <section class="outcome" data-kind={kindOf(attempt)} ref={box}>
      {/* The region is always there: a screen reader reads only a text that comes into it. */}
      <div class="outcome-told" role="status">
        {told(attempt, recent)}
      </div>
      {attempt.state === 'shared' && (
        <Acts
          key={attempt.shared.address}
          {...acts}
          shared={attempt.shared}
          links={linksNow(attempt.shared, recent)}
          isCopied={attempt.isCopied}
        />
      )}
    </section>
  );
}

interface ActsProps extends SharedActsProps {
  readonly links: OnceActsProps['links'] | undefined;
}

function Acts({ links, ...props }: ActsProps) {
  return links ? <OnceActs {...props} links={links} /> : <SharedActs {...props} />;
}

function linksNow({ address, once }: SharedPage, recent: readonly RecentPage[] = []) {
  return once && (recent.find((page) => page.address === address)?.once ?? once);
}

function kindOf(attempt: Attempt): string | undefined {
  switch (attempt.state) {
    case 'none':
    case 'busy':
      return undefined;
    case 'undone':
      return 'done';
    case 'refused':
      return 'problem';
    case 'shared':
      return attempt.shared.isAnnounced ? 'done' : 'warning';
  }
}

function told(attempt: Attempt, recent: Recent): ComponentChildren {
  switch (attempt.state) {
    case 'none':
    case 'busy':
      return null;
    case 'undone':
      return <p>{t('share_undone')}</p>;
    case 'refused':
      return <p>{attempt.message}</p>;
    case 'shared':
      return <SharedSentences attempt={attempt} recent={recent} />;
  }
}

interface SharedSentencesProps {
  readonly attempt: SharedAttempt;
  readonly recent: Recent;
}

function SharedSentences({ attempt, recent }: SharedSentencesProps) {
  const { missingImages, notes = [], rest, unreached } = attempt.shared;
  return (
    <>
      <p>
        <strong>{headline(attempt)}</strong> {rest ? notUploaded(rest) : next(attempt, recent)}
      </p>
      {missingImages !== undefined && <p>{withoutImages(missingImages)}</p>}
      {notes.length > 0 && <p>{sentences(...notes.map(noteText))}</p>}
      {unreached.length > 0 && <p>{unannounced(unreached)}</p>}
    </>
  );
}

function next({ shared: { address, once, goesHome } }: SharedAttempt, recent: Recent): string {
  if (once) return t('share_onceNext');
  if (!goesHome) return t('share_next');
  return pasteWhile(recent?.find((page) => page.address === address)?.home ?? 'coming');
}

function headline({ shared: { once }, isCopied, isNamed }: SharedAttempt): string {
  if (once && once.length > 1) return t('share_onceReady', { count: once.length });
  if (once && isCopied) return t('share_onceCopied', { count: once[0]?.total ?? 1 });
  if (isNamed) return isCopied ? t('share_named') : t('share_namedNotCopied');
  return isCopied ? t('share_copied') : t('share_shared');
}

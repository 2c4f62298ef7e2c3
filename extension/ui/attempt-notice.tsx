import { sentences, t } from '@mayfly/relay/words';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { noteText, notUploaded, unannounced, withoutImages } from '../sentences.ts';
import type { Attempt } from './attempt.ts';
import { SharedActs, type SharedActsProps } from './shared-acts.tsx';

export interface AttemptNoticeProps extends Omit<SharedActsProps, 'shared' | 'isCopied'> {
  readonly attempt: Attempt;
}

type SharedAttempt = Extract<Attempt, { state: 'shared' }>;

/** Tells the outcome of the last attempt to share: the link, and what to do with it. It stands above all else. */
export function AttemptNotice({ attempt, ...acts }: AttemptNoticeProps) {
  const box = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    if (attempt.state !== 'none') box.current?.scrollIntoView({ block: 'nearest' });
  }, [attempt]);
  return (
    <section class="outcome" data-kind={kindOf(attempt)} ref={box}>
      {/* The region is always there: a screen reader reads only a text that comes into it. */}
      <div class="outcome-told" role="status">
        {told(attempt)}
      </div>
      {attempt.state === 'shared' && (
        <SharedActs
          key={attempt.shared.address}
          {...acts}
          shared={attempt.shared}
          isCopied={attempt.isCopied}
        />
      )}
    </section>
  );
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

function told(attempt: Attempt): ComponentChildren {
  switch (attempt.state) {
    case 'none':
    case 'busy':
      return null;
    case 'undone':
      return <p>{t('share_undone')}</p>;
    case 'refused':
      return <p>{attempt.message}</p>;
    case 'shared':
      return <SharedSentences {...attempt} />;
  }
}

function SharedSentences({ shared, isCopied, isNamed = false }: SharedAttempt) {
  const { missingImages, notes = [], rest, unreached } = shared;
  return (
    <>
      <p>
        <strong>{headline(isCopied, isNamed)}</strong> {rest ? notUploaded(rest) : t('share_next')}
      </p>
      {missingImages !== undefined && <p>{withoutImages(missingImages)}</p>}
      {notes.length > 0 && <p>{sentences(...notes.map(noteText))}</p>}
      {unreached.length > 0 && <p>{unannounced(unreached)}</p>}
    </>
  );
}

function headline(isCopied: boolean, isNamed: boolean): string {
  if (isNamed) return isCopied ? t('share_named') : t('share_namedNotCopied');
  return isCopied ? t('share_copied') : t('share_shared');
}

import { sentences, t } from '@mayfly/relay/words';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import type { PageParts } from './assembled-page.ts';
import type { PageSharing } from './page-sharing.ts';
import { formsOf } from './form-choice.tsx';
import { PreviewFrame } from './preview-frame.tsx';
import { absence, changeText, facts, formName } from './preview-words.ts';
import { shareOnKey } from './share-choices.tsx';
import type { WrittenPage, WrittenState } from './written-page.ts';

export interface WrittenPreviewProps {
  readonly page: WrittenPage;
  readonly sharing: PageSharing;
}

/** The preview of an article or a quotation, with the choices about it. Reads signals. */
export function WrittenPreview({ page, sharing }: WrittenPreviewProps) {
  const state = page.state.value;
  const isReading = state.state === 'unread' || state.state === 'reading';
  return (
    <>
      {/* The region is always there: a screen reader reads only a text that comes into it. */}
      <p class={isReading ? 'share-page-wait' : 'visually-hidden'} role="status">
        {isReading ? t('sharePage_reading') : told(page)}
      </p>
      {state.state === 'read' && <Shown page={page} parts={state.parts} sharing={sharing} />}
      {!isReading && state.state !== 'read' && <Absent state={state.state} sharing={sharing} />}
    </>
  );
}

function told(page: WrittenPage): string {
  return page.isReadingAgain.value ? t('sharePage_readingAgain') : changeText(page.change.value);
}

interface ShownProps extends WrittenPreviewProps {
  readonly parts: PageParts;
}

function Shown({ page, parts, sharing }: ShownProps) {
  const problem = problemOf(page);
  return (
    <>
      <WrittenChoices page={page} parts={parts} />
      {facts(parts.page) !== '' && (
        <p class="notice" data-kind="warning">
          {facts(parts.page)}
        </p>
      )}
      {problem !== '' && (
        <p class="notice" data-kind="warning">
          {problem}
        </p>
      )}
      <TooLarge page={page} sharing={sharing} />
      <p class="share-page-hint">
        {sentences(t('sharePage_exact'), page.hasBlocks.value && t('sharePage_hint'))}
      </p>
      <section
        class="share-page-preview"
        aria-label={t('sharePage_preview')}
        aria-busy={page.isReadingAgain.value}
      >
        <PreviewFrame
          parts={parts}
          taken={page.taken.value}
          hasAddress={page.hasAddress.value}
          onShown={(shown, hasBlocks) => page.setShown(shown, hasBlocks)}
          onTake={(block) => page.takeOut(block)}
          onPutBack={(block) => page.putBack(block)}
          onKey={(event) => shareOnKey(event, sharing)}
        />
      </section>
    </>
  );
}

/** Seen by everybody, not only told. */
function problemOf(page: WrittenPage): string {
  const change = page.change.value;
  return change?.change === 'lost' || change?.change === 'kept' ? changeText(change) : '';
}

/** Pictures are what a page can do without. */
function TooLarge({ page, sharing }: WrittenPreviewProps) {
  if (sharing.obstacle.value?.why !== 'too-large' || !page.hasImages.value) return null;
  return (
    <p class="notice" data-kind="warning">
      {t('sharePage_tooLargeWithPictures')}{' '}
      <button type="button" class="button" onClick={() => void page.setImages(false)}>
        {t('sharePage_withoutPictures')}
      </button>
    </p>
  );
}

interface WrittenChoicesProps {
  readonly page: WrittenPage;
  readonly parts: PageParts;
}

function WrittenChoices({ page, parts }: WrittenChoicesProps) {
  const why = useId();
  const { hasImages, address, isPrivate } = parts.page;
  const isLeftOut = isPrivate && !page.hasAddress.value;
  const taken = page.taken.value;
  const shared = parts.addressIn({ taken, hasAddress: page.hasAddress.value });
  if (!hasImages && address === undefined) return null;
  return (
    <div class="share-page-options">
      {hasImages && (
        <label class="share-page-option">
          <input
            type="checkbox"
            checked={page.hasImages.value}
            disabled={page.isReadingAgain.value}
            onChange={(event) => void page.setImages(event.currentTarget.checked)}
          />
          {t('sharePage_withPictures')}
        </label>
      )}
      {address !== undefined && (
        <label class="share-page-option">
          <input
            type="checkbox"
            checked={page.hasAddress.value}
            aria-describedby={isLeftOut ? why : undefined}
            onChange={(event) => page.setAddress(event.currentTarget.checked)}
          />
          {t('sharePage_withAddress')}
        </label>
      )}
      {/* An article says it in its last line, a quotation only as the target of a link. */}
      {page.form === 'quotation' && shared !== undefined && (
        <p class="share-page-why share-page-address" dir="ltr">
          {shared}
        </p>
      )}
      {address !== undefined && isLeftOut && (
        <p class="share-page-why" id={why}>
          {t('sharePage_private')}
        </p>
      )}
    </div>
  );
}

interface AbsentProps extends Pick<WrittenPreviewProps, 'sharing'> {
  readonly state: Exclude<WrittenState['state'], 'unread' | 'reading' | 'read'>;
}

/** Says why there is nothing to preview, and what can be shared instead. */
function Absent({ state, sharing }: AbsentProps) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => box.current?.focus(), [state]);
  return (
    <div class="notice share-page-absent" data-kind="warning" ref={box} tabIndex={-1}>
      <p>{absence(state)}</p>
      <div class="row">
        {state === 'no-article' ? (
          formsOf(sharing)
            .filter((form) => form !== 'article')
            .map((form) => (
              <button key={form} type="button" class="button" onClick={() => sharing.choose(form)}>
                {formName(form)}
              </button>
            ))
        ) : (
          <button type="button" class="button" onClick={() => sharing.readAgain()}>
            {t('sharePage_again')}
          </button>
        )}
      </div>
    </div>
  );
}

import { CopyButton } from '@mayfly/relay/view';
import { t } from '@mayfly/relay/words';
import type { Shared } from '../messages.ts';
import { noteText, notUploaded, unannounced, withoutImages } from '../sentences.ts';

/** The last attempt to share something. */
export type Attempt =
  | { readonly state: 'none' }
  | { readonly state: 'busy' }
  | {
      readonly state: 'shared';
      readonly shared: Extract<Shared, { outcome: 'shared' }>;
      readonly isCopied: boolean;
    }
  | { readonly state: 'refused'; readonly message: string };

export interface AttemptNoticeProps {
  readonly attempt: Attempt;
  readonly viewerHref: (link: string) => string;
}

/** What came of it. The region is always there, so that its text is read out when it comes. */
export function AttemptNotice({ attempt, viewerHref }: AttemptNoticeProps) {
  return (
    <div class="popup-outcome" role="status">
      {contents(attempt, viewerHref)}
    </div>
  );
}

function contents(attempt: Attempt, viewerHref: (link: string) => string) {
  switch (attempt.state) {
    case 'none':
    case 'busy':
      return null;
    case 'refused':
      return (
        <div class="notice" data-kind="problem">
          <p>{attempt.message}</p>
        </div>
      );
    case 'shared': {
      const { shared, isCopied } = attempt;
      return (
        <div class="notice" data-kind={shared.isAnnounced ? 'done' : 'warning'}>
          <p>{isCopied ? t('share_copied') : t('share_shared')}</p>
          {shared.missingImages !== undefined && <p>{withoutImages(shared.missingImages)}</p>}
          {shared.notes?.map((note) => (
            <p key={note}>{noteText(note)}</p>
          ))}
          {shared.rest && <p>{notUploaded(shared.rest)}</p>}
          {shared.unreached.length > 0 && <p>{unannounced(shared.unreached)}</p>}
          <div class="row">
            <CopyButton text={shared.link} label={t('view_copyLink')} />
            <a class="button" href={viewerHref(shared.link)} target="_blank">
              {t('share_open')}
            </a>
          </div>
        </div>
      );
    }
  }
}

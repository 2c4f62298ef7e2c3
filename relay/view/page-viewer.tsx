import type { ComponentChildren } from 'preact';
import type { ConnectionState } from '../client/events.ts';
import type { ActivityEntry } from './activity.ts';
import { ActivityLog } from './activity-log.tsx';
import { CopyButton } from './copy-button.tsx';
import { HolderCount } from './holder-count.tsx';
import { PageContent } from './page-content.tsx';
import type { Reading } from './reading.ts';

export interface PageViewerProps {
  readonly reading: Reading;
  /** What 'Copy link' copies, key and all; undefined leaves the button out. */
  readonly link: string | undefined;
  /** How many hold the page now; undefined while that is not known. */
  readonly holders: number | undefined;
  readonly connection: ConnectionState;
  readonly activity: readonly ActivityEntry[];
  /** Where the brand leads; left out, it is no link. */
  readonly homeHref?: string | undefined;
  /** Called on a plain click on the brand, in place of following `homeHref`. */
  readonly onHome?: (() => void) | undefined;
  /** Offered where the reading failed in a way that trying again may mend. */
  readonly onRetry?: (() => void) | undefined;
  /** More buttons beside 'Copy link', such as 'Stop seeding'. */
  readonly actions?: ComponentChildren;
  /** A sentence under the header once the page is shown, such as who is holding it. */
  readonly note?: ComponentChildren;
}

/** The whole screen of one page: header, state or content, activity. */
export function PageViewer(props: PageViewerProps) {
  const { reading, link } = props;
  return (
    <div class="viewer">
      <header class="viewer-header">
        <HolderCount count={props.holders} />
        {link !== undefined && <CopyButton text={link} label="Copy link" />}
        {props.actions}
      </header>
      <main>{reading.state === 'shown' && <PageContent page={reading.page} />}</main>
      <ActivityLog entries={props.activity} />
    </div>
  );
}

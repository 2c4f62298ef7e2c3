import type { ComponentChildren } from 'preact';
import { formatBytes } from '../words/format-bytes.ts';
import { saveName, shownName } from '../words/page-name.ts';
import type { Page } from '../words/reading.ts';
import { savePage } from './save-page.ts';
import { t } from '../words/language.ts';

export interface FileContentProps {
  readonly page: Page;
  /** The reason why it is not shown. */
  readonly children: ComponentChildren;
}

/** A page that is not shown: its name, its size, and a button to save it. */
export function FileContent({ page, children }: FileContentProps) {
  return (
    <section class="content-file">
      <h1 class="content-file-name">
        <bdi>{page.name ? shownName(page.name) : saveName(page)}</bdi>
      </h1>
      <p>
        {formatBytes(page.bytes.length)} · <bdi>{page.mediaType}</bdi>
      </p>
      <p class="soft">{children}</p>
      <button type="button" class="button button-primary" onClick={() => savePage(page)}>
        {t('view_saveFile')}
      </button>
    </section>
  );
}

import { useMemo } from 'preact/hooks';
import { FileContent } from './file-content.tsx';
import { FormattedContent } from './formatted-content.tsx';
import { ImageContent } from './image-content.tsx';
import { MediaContent } from './media-content.tsx';
import { kindOf } from '../words/page-kind.ts';
import type { Page } from '../words/reading.ts';
import { TextContent } from './text-content.tsx';
import { t } from '../words/language.ts';

export interface PageContentProps {
  readonly page: Page;
}

/** The content of a page. Nothing in it can run or call out, whatever its type says. */
export function PageContent({ page }: PageContentProps) {
  const shown = useMemo(() => kindOf(page), [page.bytes, page.mediaType, page.name]);
  // Another page starts anew: choices and errors of the last page say nothing about it.
  const key = page.address;
  if (page.bytes.length === 0) {
    return (
      <FileContent key={key} page={page}>
        {t('view_emptyFile')}
      </FileContent>
    );
  }
  switch (shown.kind) {
    case 'text':
      return <TextContent key={key} page={page} />;
    case 'markdown':
    case 'html':
      return <FormattedContent key={key} page={page} kind={shown.kind} />;
    case 'image':
      return <ImageContent key={key} page={page} mediaType={shown.mediaType} />;
    case 'audio':
    case 'video':
      return <MediaContent key={key} page={page} kind={shown.kind} mediaType={shown.mediaType} />;
    case 'file':
      return (
        <FileContent key={key} page={page}>
          {t('view_notShown')}
        </FileContent>
      );
  }
}

import type { ComponentChildren } from 'preact';
import { formatBytes } from '../words/format-bytes.ts';
import { shownName } from '../words/page-name.ts';
import type { Page } from '../words/reading.ts';
import { Toolbar } from './toolbar.tsx';

export interface PageStripProps {
  readonly page: Page;
  readonly link: string | undefined;
  /** Deletes the copy in this browser; left out where there is none. */
  readonly onDelete?: (() => void) | undefined;
  /** A sentence on its copies. */
  readonly note?: ComponentChildren;
}

/** The facts of a shown page and the buttons for it. */
export function PageStrip({ page, link, note, onDelete }: PageStripProps) {
  return (
    <Strip
      name={page.name}
      facts={[formatBytes(page.bytes.length)]}
      note={note}
      tools={<Toolbar page={page} link={link} onDelete={onDelete} />}
    />
  );
}

export interface StripProps {
  readonly name: string | undefined;
  readonly facts: readonly string[];
  readonly note: ComponentChildren;
  readonly tools: ComponentChildren;
}

/** The strip above a page. The page itself begins below the strip's line. */
export function Strip({ name = '', facts, note, tools }: StripProps) {
  return (
    <div class="strip">
      <p class="strip-facts">
        {name.trim() !== '' && (
          // From left to right, so that the extension stands at the end of what is in any script.
          <bdi class="strip-name" dir="ltr">
            {shownName(name)}
          </bdi>
        )}
        {facts.map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
        {note && <span class="strip-note">{note}</span>}
      </p>
      {tools}
    </div>
  );
}

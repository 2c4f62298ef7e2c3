import type { ComponentChildren } from 'preact';

export interface FoldProps {
  readonly title: string;
  /** Beside the title, at the end of the line. */
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** What is not needed most times, behind its title. */
export function Fold({ title, aside, children }: FoldProps) {
  return (
    <details class="fold">
      <summary class="fold-title">
        {title}
        {aside !== undefined && <span class="fold-aside">{aside}</span>}
      </summary>
      <div class="fold-body">{children}</div>
    </details>
  );
}

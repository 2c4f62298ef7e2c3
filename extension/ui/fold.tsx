import type { ComponentChildren } from 'preact';

export interface FoldProps {
  readonly title: string;
  readonly isOpen?: boolean;
  readonly onToggle?: (isOpen: boolean) => void;
  readonly children: ComponentChildren;
}

/** Something that is seldom needed, behind its title. */
export function Fold({ title, isOpen, onToggle, children }: FoldProps) {
  return (
    <details class="fold" open={isOpen} onToggle={(event) => onToggle?.(event.currentTarget.open)}>
      <summary class="fold-title">{title}</summary>
      <div class="fold-body">{children}</div>
    </details>
  );
}

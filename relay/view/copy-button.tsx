import { useEffect, useState } from 'preact/hooks';
import { t } from '../words/language.ts';

export interface CopyButtonProps {
  /** The text to copy. Use a function if the text takes time to make; a press calls it. */
  readonly text: string | (() => string);
  /** The button's name, such as 'Copy link'. */
  readonly label: string;
  /** Drawn as the main action of its screen. */
  readonly primary?: boolean;
}

const CONFIRMED_MS = 2_500;

type Outcome = 'ready' | 'copied' | 'failed';

/** Copies `text` and says whether it worked. If not, it shows the text selected, so that the user can copy it. */
export function CopyButton({ text, label, primary = false }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<Outcome>('ready');
  useEffect(() => setOutcome('ready'), [text]);
  useEffect(() => {
    if (outcome !== 'copied') return;
    const timer = setTimeout(() => setOutcome('ready'), CONFIRMED_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async () => setOutcome((await copyText(textOf(text))) ? 'copied' : 'failed');
  return (
    <span class="copy">
      <button
        type="button"
        class={primary ? 'button button-primary' : 'button'}
        data-copied={outcome === 'copied'}
        onClick={() => void copy()}
      >
        <span class="copy-label" data-shown={outcome !== 'copied'}>
          {label}
        </span>
        <span class="copy-label" data-shown={outcome === 'copied'} aria-hidden="true">
          {t('view_copied')}
        </span>
      </button>
      <span class="visually-hidden" role="status">
        {outcome === 'copied' ? t('view_copiedSpoken') : ''}
      </span>
      {outcome === 'failed' && <CopyByHand text={textOf(text)} />}
    </span>
  );
}

function textOf(text: CopyButtonProps['text']): string {
  return typeof text === 'string' ? text : text();
}

type Field = HTMLInputElement | HTMLTextAreaElement;

function CopyByHand({ text }: { readonly text: string }) {
  const field = {
    class: 'field',
    readOnly: true,
    value: text,
    ref: (element: Field | null) => element?.select(),
    onFocus: ({ currentTarget }: { currentTarget: Field }) => currentTarget.select(),
  };
  return (
    <label class="copy-by-hand">
      {t('view_copyByHand')}
      {/* A field of one line would lose the others. */}
      {text.includes('\n') ? <textarea {...field} rows={4} /> : <input {...field} type="text" />}
    </label>
  );
}

/** Says whether `text` reached the clipboard. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Plain http from another machine has no clipboard API, and a browser may refuse: the old way may still work.
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const focused = document.activeElement;
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'visually-hidden';
  document.body.append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return copied;
}

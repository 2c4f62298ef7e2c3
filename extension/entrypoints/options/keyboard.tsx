import type { Shortcut } from '../../ui/shortcuts.ts';

export interface KeyboardProps {
  readonly shortcuts: readonly Shortcut[];
  readonly onChange: () => void;
}

/** The keys as they are set now, and the way to where they are changed. */
export function Keyboard({ shortcuts, onChange }: KeyboardProps) {
  return (
    <section class="options-section" aria-labelledby="keyboard-title">
      <h2 id="keyboard-title" class="options-section-title">
        Keyboard
      </h2>
      <dl class="keyboard-keys">
        {shortcuts.map(({ name, title, keys }) => (
          <div key={name} class="keyboard-command">
            <dt>{title}</dt>
            <dd>{keys === '' ? 'no key set' : <kbd>{keys}</kbd>}</dd>
          </div>
        ))}
        <div class="keyboard-command">
          <dt>Open a link, or share a text, in the address bar</dt>
          <dd>
            <kbd>mayfly</kbd> <kbd>Space</kbd>
          </dd>
        </div>
      </dl>
      <button class="button" type="button" onClick={onChange}>
        Change keys
      </button>
    </section>
  );
}

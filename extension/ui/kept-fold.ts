import { useState } from 'preact/hooks';

/** The state of a fold, as the user left it last. It is read at once, so that the first paint has it. */
export function useKeptFold(name: string) {
  const [isOpen, setOpen] = useState(() => localStorage.getItem(name) === 'open');
  const onToggle = (next: boolean) => {
    localStorage.setItem(name, next ? 'open' : 'folded');
    setOpen(next);
  };
  return { isOpen, onToggle };
}

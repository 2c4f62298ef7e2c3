import { useEffect, useState } from 'preact/hooks';

/** Something that is offered for a time, but goes under nobody's pointer and takes nobody's focus away. */
export function useForAWhile(ms: number) {
  const [isOn, setOn] = useState(true);
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(() => setOn(false), ms);
    return () => clearTimeout(timer);
  }, [isHeld, ms]);
  const hold = {
    onPointerEnter: () => setHeld(true),
    onPointerLeave: () => setHeld(false),
    onFocusIn: () => setHeld(true),
    onFocusOut: () => setHeld(false),
  };
  return { isOn, hold };
}

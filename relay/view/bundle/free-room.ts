/** The room that a share needs and the room that there is. */
import { useEffect, useState } from 'preact/hooks';

/** The browser's own estimate of the free room, in bytes. */
async function estimatedBytes(): Promise<number> {
  const { quota = Infinity, usage = 0 } = (await navigator.storage?.estimate()) ?? {};
  return quota - usage;
}

/** A sealed part is a little longer than its content, and the list of all files takes some room, too. */
const AROUND = 1.001;
const LIST_BYTES = 1024 * 1024;

/** The room for parts with this much content, in bytes. */
export function neededBytes(content: number): number {
  return Math.ceil(content * AROUND) + LIST_BYTES;
}

/** Undefined until it is known. It is asked again for each other `content`. */
export function useFreeBytes(
  content: number,
  freeBytes: () => Promise<number> = estimatedBytes,
): number | undefined {
  const [free, setFree] = useState<number>();
  useEffect(() => {
    let isWanted = true;
    freeBytes().then(
      (bytes) => isWanted && setFree(bytes),
      console.error, // the share itself says that there is no room
    );
    return () => void (isWanted = false);
  }, [content]);
  return free;
}

/**
 * Frees memory when it is known to be of no more use. A browser finds the garbage of large files late: sealing a GiB took
 * 300 MiB, of which some 70 go this way.
 */

type Bytes = Uint8Array<ArrayBuffer>;

/** Shorter bytes may share their memory with others, and are left to the browser. */
export const OWNED_BYTES = 1024 * 1024;

type Port = InstanceType<typeof MessageChannel>['port1'];

let drain: Port | undefined;

/**
 * Takes the memory of long bytes away. Only their owner may call it, and nobody can read them afterwards. A message whose
 * receiver is gone takes its memory along; `ArrayBuffer.transfer(0)` keeps it until the garbage collector runs, which then
 * sees no reason to.
 */
export function release({ length, buffer }: Bytes): void {
  if (length < OWNED_BYTES) return;
  drain ??= portToNobody();
  drain.postMessage(undefined, [buffer]);
}

function portToNobody(): Port {
  const { port1, port2 } = new MessageChannel();
  port2.close();
  return port1;
}

/** Counts the records that the database hands out, whichever way it is asked. */
import { vi } from 'vitest';

/** Begins to count; the returned function says how many it were, and ends it. */
export function countReads(): () => number {
  let reads = 0;
  const later = (request: IDBRequest) => {
    request.addEventListener('success', () => {
      const { result } = request as { result: unknown };
      reads += Array.isArray(result) ? result.length : typeof result === 'number' ? result : 1;
    });
    return request;
  };
  const spies = ['get', 'getAll', 'getAllKeys', 'count', 'openCursor', 'openKeyCursor'].flatMap(
    (name) => [IDBObjectStore, IDBIndex].map((type) => spyOn(type.prototype, name, later)),
  );
  for (const prototype of [IDBCursor.prototype]) {
    spies.push(
      spyOn(prototype, 'continue', () => {
        reads += 1; // a cursor's request succeeds anew, and nobody listens a second time
        return undefined;
      }),
    );
  }
  return () => {
    for (const spy of spies) spy.mockRestore();
    return reads;
  };
}

function spyOn(prototype: object, name: string, seen: (result: IDBRequest) => unknown) {
  const original = Reflect.get(prototype, name) as (...args: unknown[]) => IDBRequest;
  const spy = vi.spyOn(prototype as Record<string, (...args: never[]) => unknown>, name);
  return spy.mockImplementation(function (this: unknown, ...args: unknown[]) {
    const result = original.apply(this, args);
    seen(result);
    return result;
  });
}

import { DEFAULT_LIMITS } from '@mayfly/relay/protocol';
import type { Overview } from '../messages.ts';

/** The largest page, in bytes, that the relay for new pages takes; where it has not said yet, what most take. */
export function pageBytesOf(overview: Overview | undefined): number {
  return overview?.pageBytes ?? DEFAULT_LIMITS.pageBytes;
}

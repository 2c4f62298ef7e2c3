/** The kinds of a relay's refusals, by what they end. */
import type { ErrorCode } from '../protocol/index.ts';

/** Refusals of messages within the client's limits: the relay may have room later. [B8] */
export const FOR_WANT_OF_ROOM: ReadonlySet<string> = new Set<ErrorCode>([
  'too-many-haves',
  'too-many-wants',
  'too-many-watches',
]);

/** Refusals of a page that this client seeds. */
export const OF_SEEDERS: ReadonlySet<string> = new Set<ErrorCode>(['shut-out', 'too-large']);

/** Refusals that do not end a fetch of the same page, because they concern seeding, watching or notes. */
export const NOT_OF_READERS: ReadonlySet<string> = new Set<ErrorCode>([
  'too-many-haves',
  'too-many-watches',
  'shut-out',
  'nobody',
  'too-many-notes',
]);

/** Makes the once links of a page that is shared now: one for each named person, or one for anybody. */
import { makeLock } from '@mayfly/relay/client';
import { MOST_PEOPLE, MOST_TIMES, type Opens, PERSON_CHARS } from '@mayfly/relay/words';
import type { StoredLock } from '../../store/locks.ts';
import type { NewPage } from '../../store/record-changes.ts';

/** `length` is that of the sealed page, in bytes. */
export function makeLocks(
  { address, key, mediaType, name, relays, addedAt }: NewPage,
  length: number,
  opens: Opens,
): Promise<readonly StoredLock[]> {
  if (!key) throw new Error(`expected page ${address} to be sealed: its once links give its key`);
  const contentKey = new Uint8Array(key);
  const about = { page: address, bytes: length, mediaType, contentKey, createdAt: addedAt };
  const total = Math.min(Math.max(Math.trunc(opens.times), 1), MOST_TIMES);
  const making = peopleOf(opens).map(async (person, order) => {
    const of = { ...about, total, ...(name && { name }), relays, ...(person && { person }) };
    const { record, lockPage } = await makeLock(of);
    return { ...record, lockPage, order };
  });
  return Promise.all(making);
}

function peopleOf({ people = [] }: Opens): readonly (string | undefined)[] {
  if (people.length === 0) return [undefined];
  return people.slice(0, MOST_PEOPLE).map((person) => person.slice(0, PERSON_CHARS));
}

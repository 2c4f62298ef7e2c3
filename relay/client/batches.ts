import { type Address, ADDRESSES_PER_MESSAGE } from '../protocol/index.ts';

/** `addresses` in their order, in as few lists as the messages allow. */
export function* batches(addresses: readonly Address[]): Generator<readonly Address[]> {
  for (let at = 0; at < addresses.length; at += ADDRESSES_PER_MESSAGE) {
    yield addresses.slice(at, at + ADDRESSES_PER_MESSAGE);
  }
}

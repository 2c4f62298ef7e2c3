import type { Address, ClientMessage, RelayMessage } from '@mayfly/relay/protocol';

/** Messages of clients, short enough for one line of a scene. */
export const have = (...addresses: Address[]): ClientMessage => ({ type: 'have', addresses });
export const haveAnswering = (...addresses: Address[]): ClientMessage => ({
  type: 'have',
  addresses,
  answers: true,
});
/** A note with some body; to anyone who answers if it names nobody. */
export const note = (address: Address, to?: string): ClientMessage => ({
  type: 'note',
  address,
  body: 'aGVsbG8',
  ...(to !== undefined && { to }),
});
export const drop = (...addresses: Address[]): ClientMessage => ({ type: 'drop', addresses });
export const want = (address: Address, from = 0): ClientMessage => ({
  type: 'want',
  address,
  from,
});
export const unwant = (address: Address): ClientMessage => ({ type: 'unwant', address });
export const watch = (...addresses: Address[]): ClientMessage => ({ type: 'watch', addresses });
export const unwatch = (...addresses: Address[]): ClientMessage => ({ type: 'unwatch', addresses });
export const ping: ClientMessage = { type: 'ping' };

/** Messages of the relay. */
export const request = (address: Address, from: number, length: number): RelayMessage => ({
  type: 'request',
  address,
  from,
  length,
});
export const seeders = (address: Address, count: number): RelayMessage => ({
  type: 'seeders',
  counts: { [address]: count },
});
export const corrupt = (address: Address): RelayMessage => ({ type: 'corrupt', address });

import type { Address } from '../protocol/index.ts';

/** The relay, or this client on the relay's word, refused. The code is one of PROTOCOL.md's, or one yet unknown. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly code: string;
  readonly address: Address | undefined;

  constructor(code: string, message: string, address?: Address) {
    super(message);
    this.code = code;
    this.address = address;
  }
}

/** Bytes that did not match the address came so often that the fetch was given up. */
export class CorruptError extends Error {
  override readonly name = 'CorruptError';
  readonly address: Address;

  constructor(address: Address) {
    super(`expected bytes that match ${address}, got others each time`);
    this.address = address;
  }
}

/** The client was closed before it could answer. */
export class ClosedError extends Error {
  override readonly name = 'ClosedError';

  constructor() {
    super('the client was closed');
  }
}

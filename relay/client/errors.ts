import type { Address } from '../protocol/index.ts';

/**
 * A refusal by the relay, or by this client because of the relay's limits. The code is in PROTOCOL.md, or is a newer
 * one.
 */
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

/** The client gave the fetch up, because the bytes did not match the address too often. */
export class CorruptError extends Error {
  override readonly name = 'CorruptError';
  readonly address: Address;

  constructor(address: Address) {
    super(`expected the bytes of ${address}, got others`);
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

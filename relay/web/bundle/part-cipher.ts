/**
 * Encrypts the parts of a tab for the disk: AES in counter mode, so that any range of a part can be read alone. Sealed
 * parts too: the key of their link may stand in the browser's history, and the key of the tab goes with the tab. The
 * cipher shows no damage; the address of a part does.
 */

type Bytes = Uint8Array<ArrayBuffer>;

const BLOCK_BYTES = 16;
const NONCE_BYTES = 8;
/** The address of a part uses the blocks from here on. No page has so many. */
const ADDRESS_BLOCK = 2 ** 40;

export class PartCipher {
  readonly #key: Promise<CryptoKey>;

  /** `key` has 256 bits, and belongs to one bundle of one tab. */
  constructor(key: Bytes) {
    this.#key = crypto.subtle.importKey('raw', key, 'AES-CTR', false, ['encrypt']);
  }

  /** A new nonce, for one part as it is stored once. */
  static nonce(): Bytes {
    return crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  }

  /** Encrypts a page, and decrypts it: both are the same. */
  async page(page: Bytes, nonce: Bytes): Promise<Bytes> {
    return await this.#turned(page, nonce, 0);
  }

  /** Encrypts or decrypts the bytes of an address. */
  async address(address: Bytes, nonce: Bytes): Promise<Bytes> {
    return await this.#turned(address, nonce, ADDRESS_BLOCK);
  }

  /** Decrypts up to `length` bytes of an encrypted page, from byte `from` on. */
  async range(page: Blob, nonce: Bytes, from: number, length: number): Promise<Bytes> {
    const before = from % BLOCK_BYTES;
    const start = from - before;
    const encrypted = new Uint8Array(await page.slice(start, from + length).arrayBuffer());
    return (await this.#turned(encrypted, nonce, start / BLOCK_BYTES)).subarray(before);
  }

  async #turned(bytes: Bytes, nonce: Bytes, block: number): Promise<Bytes> {
    const counter = new Uint8Array(BLOCK_BYTES);
    counter.set(nonce);
    new DataView(counter.buffer).setBigUint64(NONCE_BYTES, BigInt(block));
    const algorithm = { name: 'AES-CTR', counter, length: 64 };
    return new Uint8Array(await crypto.subtle.encrypt(algorithm, await this.#key, bytes));
  }
}

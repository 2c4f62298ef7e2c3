/**
 * The page of a pairing. Only the keeper has it, so whoever answers for its address with the right key is the keeper. Its
 * address and its key are the pairing.
 */
import { type Address, encodeBase64url } from '../../protocol/index.ts';
import { type Bytes, DERIVED_KEY_BYTES, derivedKey } from '../derived-key.ts';
import { openSealed, sealUnder } from '../seal.ts';
import { addressOf } from '../verify.ts';
import { recordIn } from './sealed-note.ts';

/** A keeper stores it, and everybody who has the key may ask this keeper. */
export interface Pairing {
  /** The address of `page`. */
  readonly address: Address;
  /** 32 random bytes. */
  readonly key: Bytes;
  /** The bytes of the page that the keeper holds and answers for. */
  readonly page: Bytes;
}

/** The most characters of the name of a keeper or a device. */
const NAME_CHARACTERS = 64;

/** `name` is the keeper's name as people see it. */
export async function makePairing(name: string): Promise<Pairing> {
  const key = crypto.getRandomValues(new Uint8Array(DERIVED_KEY_BYTES));
  const nonce = encodeBase64url(crypto.getRandomValues(new Uint8Array(16)));
  const facts = { mayfly: 'keeper', version: 1, name: shortName(name), nonce };
  const content = new TextEncoder().encode(JSON.stringify(facts));
  const page = await sealUnder(content, await derivedKey(key, PAGE));
  return { address: await addressOf(page), key, page };
}

const PAGE = 'mayfly keeper page';

/** The name of the keeper, or the reason why there is none. `wrong-code`: the key does not open the page. */
export async function openPairingPage(
  page: Bytes,
  key: Uint8Array,
): Promise<{ readonly name: string } | 'wrong-code'> {
  const content = await openSealed(page, await derivedKey(key, PAGE));
  const facts = typeof content === 'string' ? undefined : recordIn(content);
  if (facts?.['mayfly'] !== 'keeper' || facts['version'] !== 1) return 'wrong-code';
  return typeof facts['name'] === 'string' ? { name: shortName(facts['name']) } : 'wrong-code';
}

/** At most 64 characters, each a whole one. */
export function shortName(name: string): string {
  return Array.from(name.toWellFormed().trim()).slice(0, NAME_CHARACTERS).join('');
}

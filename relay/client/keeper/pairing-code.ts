/**
 * The code of a keeper: `<relay>/<pairing address>#h=<key>`. It reads like a link, so that a QR code and a paste work.
 * Whoever has the code may ask the keeper to keep pages.
 */
import {
  type Address,
  decodeBase64url,
  encodeBase64url,
  isAddress,
  parseOrigin,
} from '../../protocol/index.ts';
import { DERIVED_KEY_BYTES } from '../derived-key.ts';

export interface PairingCode {
  /** The origin of a relay of the keeper. */
  readonly relay: string;
  /** The address of the pairing page, which only the keeper answers for. */
  readonly address: Address;
  /** 32 bytes. */
  readonly key: Uint8Array;
}

/** `cut-off`: the code of a keeper, but its key is damaged. */
export type PairingProblem = 'not-a-code' | 'cut-off';

const CODE = /(https?:\/\/[^\s/?#<>"']+)\/([0-9a-f]{64})\/?#h(?:=([\w-]*))?/i;

/** The code in a text that a person pasted. A terminal may have broken it into lines. Never throws. */
export function parsePairingCode(text: string): PairingCode | PairingProblem {
  const plain = codeIn(text);
  return typeof plain === 'string' ? codeIn(text.replaceAll(/\s/g, '')) : plain;
}

export function formatPairingCode({ relay, address, key }: PairingCode): string {
  return `${relay}/${address}#h=${encodeBase64url(key)}`;
}

function codeIn(text: string): PairingCode | PairingProblem {
  const [, origin = '', digits = '', secret = ''] = CODE.exec(text) ?? [];
  const relay = parseOrigin(origin);
  const address = digits.toLowerCase();
  if (relay === undefined || !isAddress(address)) return 'not-a-code';
  const key = decodeBase64url(secret);
  return key?.length === DERIVED_KEY_BYTES ? { relay, address, key } : 'cut-off';
}

/**
 * Whether this browser can check what it gets. Browsers leave WebCrypto out over plain http from another machine, whatever
 * the types say.
 */
export const canHash = (globalThis.crypto as Crypto | undefined)?.subtle !== undefined;

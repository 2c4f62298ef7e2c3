/**
 * True if this browser can check the bytes of a page. Browsers leave WebCrypto out over plain http from another machine,
 * although its type promises it.
 */
export const canHash = (globalThis.crypto as Crypto | undefined)?.subtle !== undefined;

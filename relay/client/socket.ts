import { parseOrigin, SOCKET_PATH } from '../protocol/index.ts';

/** The part of a WebSocket that the client needs: the platform's own, that of `ws`, or one end of a test's wire. */
export interface WebSocketLike {
  binaryType: string;
  readonly bufferedAmount: number;
  send(message: string | Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(
    type: 'close',
    listener: (event: { readonly code: number; readonly reason: string }) => void,
  ): void;
  addEventListener(type: 'error', listener: () => void): void;
}

export type OpenSocket = (url: string, protocol: string) => WebSocketLike;

export const openPlatformSocket: OpenSocket = (url, protocol) => new WebSocket(url, protocol);

/** Runs `run` once after `delayMs`, unless the returned function is called first. */
export type Schedule = (run: () => void, delayMs: number) => () => void;

export const scheduleTimeout: Schedule = (run, delayMs) => {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
};

/** The URL of the WebSocket of the relay at an http or https origin. */
export function relayUrl(origin: string): string {
  const canonical = parseOrigin(origin);
  if (canonical === undefined) {
    throw new TypeError(`expected an http or https origin, not ${origin}`);
  }
  return canonical.replace(/^http/, 'ws') + SOCKET_PATH;
}

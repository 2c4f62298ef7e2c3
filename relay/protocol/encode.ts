import type { ClientMessage, RelayMessage } from './messages.ts';

/** The text frame that carries `message`. */
export function encodeMessage(message: ClientMessage | RelayMessage): string {
  return JSON.stringify(message);
}

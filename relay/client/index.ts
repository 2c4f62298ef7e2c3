export * from './client.ts';
export { EarlySocket } from './early-socket.ts';
export * from './errors.ts';
export * from './events.ts';
export * from './page-source.ts';
export { createClient } from './relay-client.ts';
export * from './seal.ts';
export { type OpenSocket, relayUrl, type Schedule, type WebSocketLike } from './socket.ts';
export * from './verify.ts';

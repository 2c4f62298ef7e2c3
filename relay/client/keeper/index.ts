/** Keepers of one's own: PROTOCOL.md, appendix F. */
export type { KeeperAnswer, KeeperFacts } from './answer-note.ts';
export { KeeperClient, type KeeperClientDeps, type TurnStore } from './keeper-client.ts';
export { KeeperDesk, type KeeperDeskDeps } from './keeper-desk.ts';
export { KeeperError, type KeeperProblem } from './keeper-error.ts';
export type {
  DeviceBook,
  KeeperLedger,
  KeepOrder,
  KeptState,
  PairedDevice,
} from './keeper-ledger.ts';
export type { PairingLine, RequestTurn } from './request-note.ts';
export type { KeeperRequest, KeepRequest } from './keeper-request.ts';
export {
  formatPairingCode,
  type PairingCode,
  type PairingProblem,
  parsePairingCode,
} from './pairing-code.ts';
export { makePairing, openPairingPage, type Pairing } from './pairing-page.ts';

/** Keepers of one's own: PROTOCOL.md, appendix F. */
export type { AnswerNote, KeeperAnswer, KeeperFacts } from './keeper-answer.ts';
export type {
  DeviceBook,
  KeeperLedger,
  KeepOrder,
  KeptState,
  PairedDevice,
} from './keeper-ledger.ts';
export type { KeeperRequest, KeepRequest, PairingLine, RequestTurn } from './keeper-request.ts';
export {
  formatPairingCode,
  type PairingCode,
  type PairingProblem,
  parsePairingCode,
} from './pairing-code.ts';
export { makePairing, openPairingPage, type Pairing } from './pairing-page.ts';

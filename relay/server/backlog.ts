import type { WsFrame } from './ws-frames.ts';

/** The bytes that wait on all connections together. A frame that waits on many counts its bytes once. */
export class Backlog {
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  add(frame: WsFrame): void {
    this.#bytes += frame.hold();
  }

  remove(frame: WsFrame): void {
    this.#bytes -= frame.letGo();
  }
}

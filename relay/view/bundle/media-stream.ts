/** Feeds a player with sound or film as its bytes come, not much further ahead than it plays. */

type Bytes = Uint8Array<ArrayBuffer>;

/** In seconds. */
const AHEAD = 60;
/** What was played before is let go where the browser has no room, but for so many seconds. */
const BEHIND = 10;
/** A browser takes little at a time where its room is short, in bytes. */
const STEP_BYTES = 256 * 1024;

export interface FeedOptions {
  readonly media: MediaSource;
  readonly player: HTMLMediaElement;
  /** As of `streamTypeOf`. */
  readonly type: string;
  readonly pieces: AsyncIterable<Bytes>;
  readonly signal: AbortSignal;
}

/** Resolves when all was fed. Rejects with the signal's reason, and where the browser cannot play it. */
export async function feed(options: FeedOptions): Promise<void> {
  const { media, player, type, pieces, signal } = options;
  if (media.readyState !== 'open') await happening(media, 'sourceopen', signal);
  const feeder = new Feeder(media.addSourceBuffer(type), player, signal);
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length; at += STEP_BYTES) {
      await feeder.take(piece.subarray(at, at + STEP_BYTES));
    }
  }
  media.endOfStream();
}

class Feeder {
  readonly #buffer: SourceBuffer;
  readonly #player: HTMLMediaElement;
  readonly #signal: AbortSignal;

  constructor(buffer: SourceBuffer, player: HTMLMediaElement, signal: AbortSignal) {
    this.#buffer = buffer;
    this.#player = player;
    this.#signal = signal;
  }

  async take(bytes: Bytes): Promise<void> {
    while (this.#ahead() > AHEAD) await this.#played();
    while (!(await this.#append(bytes))) await this.#makeRoom();
  }

  /** The seconds that can be played from here. */
  #ahead(): number {
    const { buffered } = this.#buffer;
    const end = buffered.length === 0 ? 0 : buffered.end(buffered.length - 1);
    return end - this.#player.currentTime;
  }

  /** False where the browser has no room for more. */
  async #append(bytes: Bytes): Promise<boolean> {
    try {
      this.#buffer.appendBuffer(bytes);
    } catch (error) {
      if (error instanceof DOMException && error.name === 'QuotaExceededError') return false;
      throw error;
    }
    await this.#updated();
    return true;
  }

  async #makeRoom(): Promise<void> {
    const before = this.#player.currentTime - BEHIND;
    const { buffered } = this.#buffer;
    if (buffered.length === 0 || before <= buffered.start(0)) return await this.#played();
    this.#buffer.remove(0, before);
    await this.#updated();
  }

  async #updated(): Promise<void> {
    await happening(this.#buffer, 'updateend', this.#signal);
  }

  async #played(): Promise<void> {
    await happening(this.#player, 'timeupdate', this.#signal);
  }
}

/** Resolves with the next event of this name; rejects with the signal's reason. */
async function happening(target: EventTarget, name: string, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const onAbort = () => reject(signal.reason);
  const onEvent = () => resolve();
  target.addEventListener(name, onEvent, { once: true });
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await promise;
  } finally {
    target.removeEventListener(name, onEvent);
    signal.removeEventListener('abort', onAbort);
  }
}

/** The way to one keeper: its relay's client asks, this store counts the requests, and each answer's facts are stored. */
import {
  ClosedError,
  type KeeperAnswer,
  KeeperClient,
  KeeperError,
  type KeeperRequest,
  type PairingCode,
  parsePairingCode,
  type TurnStore,
} from '@mayfly/relay/client';
import type { KeeperProblem } from '../../messages.ts';
import type { KeeperFacts, StoredKeeper } from '../../store/keeper-records.ts';
import type { Pages } from '../../store/pages.ts';
import type { Relays } from '../relays.ts';

export interface KeeperLine {
  /** Rejects where the keeper does not answer in time. */
  ask(request: KeeperRequest): Promise<KeeperAnswer>;
  close(): void;
}

export interface LineDeps {
  readonly pages: Pages;
  readonly relays: Relays;
  readonly now: () => number;
}

/** `onPresence` is called when the keeper comes to its relay, or leaves it. */
export function openLine(
  { pages, relays, now }: LineDeps,
  { id, code }: StoredKeeper,
  onPresence?: (isHere: boolean) => void,
): KeeperLine {
  const parsed = parsePairingCode(code);
  if (typeof parsed === 'string') throw new Error(`expected the code of keeper ${id}: ${parsed}`);
  const turns = { next: (least: number) => pages.keepers.nextTurn(id, least) };
  const line = lineTo(relays, parsed, turns, onPresence);
  return {
    ask: async (request) => {
      const answer = await line.ask(request);
      await pages.keepers.seen(id, factsIn(answer, now()));
      return answer;
    },
    close: () => line.close(),
  };
}

/** A line to the keeper of a code, stored or not. */
export function lineTo(
  relays: Relays,
  code: PairingCode,
  turns: TurnStore,
  onPresence: (isHere: boolean) => void = () => {},
): KeeperLine {
  const { client, release } = relays.use(code.relay);
  const keeper = new KeeperClient({
    ...{ code, client, turns, onPresence },
    schedule: (run, ms) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    random: Math.random,
  });
  return {
    ask: (request) => keeper.ask(request),
    close: () => {
      keeper.close();
      release();
    },
  };
}

/** The facts that a keeper told about itself at `now`. */
export function factsIn(answer: KeeperAnswer, now: number): KeeperFacts {
  const { name, relays, pages, usedBytes, maxBytes } = answer;
  return { name, relays, pages, usedBytes, maxBytes, lastSeenAt: now };
}

/** The reason why a keeper gave no answer; undefined if nobody waits for it any more. */
export function problemOf(
  error: unknown,
): Exclude<KeeperProblem, 'not-a-code' | 'cut-off'> | undefined {
  if (error instanceof KeeperError) return error.problem;
  if (error instanceof ClosedError) return undefined;
  console.error(error); // a store that fails is told of elsewhere
  return 'away';
}

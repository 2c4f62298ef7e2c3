/** The ends of a command that did not do all it was asked to, each with an exit code of its own. */
import { CommanderError } from 'commander';
import { BundleError, RefusedError } from '../client/index.ts';
import { refusalText } from '../words/relay-problems.ts';

export const EXIT_CODES = {
  done: 0,
  failed: 1,
  usage: 2,
  /** Nobody sent the page within the time of `--wait`. */
  nobody: 3,
  /** The share has ended, and nobody else holds the page. */
  'only-copy': 4,
  /** The key of the link is missing or wrong. */
  key: 5,
  /** The relay blocks the page, or it is too large. */
  refused: 6,
  'no-relay': 7,
  'no-space': 8,
  /** Somebody stopped the command. */
  stopped: 130,
} as const;

export type Reason = Exclude<keyof typeof EXIT_CODES, 'done'>;

/** The reason why a command ends. The message is a sentence for people. */
export class Failure extends Error {
  readonly reason: Reason;

  constructor(reason: Reason, message: string, cause?: unknown) {
    super(message, { cause });
    this.reason = reason;
  }
}

const REFUSALS: ReadonlySet<string> = new Set(['blocked', 'too-large']);
/** A disk that is full, a quota that is used up, and a file past the limit of its size. */
const NO_SPACE: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

export function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof CommanderError) return new Failure('usage', usageText(error), error);
  if (error instanceof RefusedError) {
    const reason = isRefusedForGood(error) ? 'refused' : 'failed';
    return new Failure(reason, refusalText(error.code), error);
  }
  if (error instanceof BundleError && error.problem === 'too-large') {
    return new Failure('refused', error.message, error);
  }
  if (!(error instanceof Error)) return new Failure('failed', String(error), error);
  if (hasCode(error, NO_SPACE)) return new Failure('no-space', 'The disk is full.', error);
  return new Failure('failed', error.message, error);
}

/** No other try helps. */
export function isRefusedForGood({ code }: { readonly code: string }): boolean {
  return REFUSALS.has(code);
}

function usageText({ code, message }: CommanderError): string {
  if (code === 'commander.help') return 'Say what to do: share, get or relay.';
  return message.replace(/^error: /, '');
}

/** An error of the system may be the cause of another one. */
function hasCode(error: unknown, codes: ReadonlySet<unknown>): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && codes.has(error.code)) || hasCode(error.cause, codes);
}

/** True for an error of the system with this code. */
export function isSystemError(error: unknown, code: string): boolean {
  return hasCode(error, new Set([code]));
}

/** Why a page cannot be shown: from an error to a reason, and from a reason to words. */
import type { Lock, ReadingProblem } from './reading.ts';

const REASONS: Readonly<Record<string, ReadingProblem['reason']>> = {
  CorruptError: 'corrupt',
  RefusedError: 'refused',
  ClosedError: 'closed',
  DiskFullError: 'disk-full',
};

/** The problem that a rejected fetch stands for. */
export function problemOf(error: unknown): ReadingProblem {
  if (!(error instanceof Error)) return { reason: 'unexpected', message: String(error) };
  // By name, not by class: an extension's viewer gets errors that have crossed a message port.
  return { reason: REASONS[error.name] ?? 'unexpected', message: error.message };
}

export interface ProblemText {
  readonly title: string;
  readonly advice: string;
  /** Whether the same attempt may well succeed later. */
  readonly canRetry: boolean;
}

/** What a reader is told. */
export function problemText({ reason }: ReadingProblem): ProblemText {
  switch (reason) {
    case 'corrupt':
      return {
        title: 'Only wrong copies of this page came',
        advice:
          'What holders sent does not match the address, so it was thrown away. Someone else may hold a true copy.',
        canRetry: true,
      };
    case 'refused':
      return {
        title: 'The relay refused to look for this page',
        advice: 'It may be over one of its limits. Trying again in a while can help.',
        canRetry: true,
      };
    case 'closed':
      return {
        title: 'The connection was ended',
        advice: 'Open the link again to go on.',
        canRetry: false,
      };
    case 'bad-link':
      return {
        title: 'This link is damaged',
        advice: 'Part of it is missing or changed. Ask for it again, and copy it whole.',
        canRetry: false,
      };
    case 'expired':
      return {
        title: 'This link has expired',
        advice:
          'Whoever shared the page chose how long it lives, and that time is over. Ask them to share it again.',
        canRetry: false,
      };
    case 'disk-full':
      return {
        title: 'There is no room for this page',
        advice: 'The disk is full. Free some of it and try again. Nothing that you hold was lost.',
        canRetry: true,
      };
    case 'no-webcrypto':
      return {
        title: 'Pages cannot be opened here',
        advice: NO_WEBCRYPTO_ADVICE,
        canRetry: false,
      };
    case 'unexpected':
      return {
        title: 'Something went wrong',
        advice: 'The page could not be read. Trying again may help.',
        canRetry: true,
      };
  }
}

/** What a reader is told of a page that came and stays closed. */
export function lockText(lock: Lock): { readonly title: string; readonly advice: string } {
  switch (lock) {
    case 'no-key':
      return {
        title: 'This may be an encrypted page',
        advice:
          'It is not readable as it is, and the link has no key. The end of the link, after the #, may have been lost on its way.',
      };
    case 'bad-key':
      return {
        title: 'The key in this link is damaged',
        advice:
          'The page came whole, but part of the key is missing or changed. Ask for the link again, and copy it whole.',
      };
    case 'wrong-key':
      return {
        title: 'The key does not fit this page',
        advice:
          'The page came whole, but the key in the link does not open it. Ask for the link again, and copy it whole.',
      };
    case 'not-sealed':
      return {
        title: 'This is not an encrypted page',
        advice:
          'The link has a key, but what came was never encrypted by Mayfly. It needs no key: you can see it as it is.',
      };
  }
}

/** What to do where the browser withholds WebCrypto. */
export const NO_WEBCRYPTO_ADVICE =
  'Mayfly needs the encryption that is built into the browser, and browsers give it only to sites opened over https or at localhost. This one was opened over plain http from another machine. Open it over https, or at localhost on the machine where the relay runs.';

/** Why a page cannot be shown: from an error to a reason, and from a reason to words. */
import type { Lock, ReadingProblem } from './reading.ts';
import { t } from './language.ts';

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
        title: t('view_corruptTitle'),
        advice: t('view_corrupt'),
        canRetry: true,
      };
    case 'refused':
      return {
        title: t('view_refusedTitle'),
        advice: t('view_refused'),
        canRetry: true,
      };
    case 'closed':
      return {
        title: t('view_closedTitle'),
        advice: t('view_closed'),
        canRetry: false,
      };
    case 'bad-link':
      return {
        title: t('view_badLinkTitle'),
        advice: t('view_badLink'),
        canRetry: false,
      };
    case 'expired':
      return {
        title: t('view_expiredTitle'),
        advice: t('view_expired'),
        canRetry: false,
      };
    case 'disk-full':
      return {
        title: t('view_diskFullTitle'),
        advice: t('view_diskFull'),
        canRetry: true,
      };
    case 'no-webcrypto':
      return {
        title: t('view_noWebcryptoTitle'),
        advice: t('view_noWebcrypto'),
        canRetry: false,
      };
    case 'unexpected':
      return {
        title: t('view_unexpectedTitle'),
        advice: t('view_unexpected'),
        canRetry: true,
      };
  }
}

/** What a reader is told of a page that came and stays closed. */
export function lockText(lock: Lock): { readonly title: string; readonly advice: string } {
  switch (lock) {
    case 'no-key':
      return {
        title: t('view_noKeyTitle'),
        advice: t('view_noKey'),
      };
    case 'bad-key':
      return {
        title: t('view_badKeyTitle'),
        advice: t('view_badKey'),
      };
    case 'wrong-key':
      return {
        title: t('view_wrongKeyTitle'),
        advice: t('view_wrongKey'),
      };
    case 'not-sealed':
      return {
        title: t('view_notSealedTitle'),
        advice: t('view_notSealed'),
      };
  }
}

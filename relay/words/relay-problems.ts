/** Sentences for the codes of a relay: its refusals, and the reasons for a lost connection. */
import { CLOSE } from '../protocol/close-codes.ts';
import { type PlainKey, t } from './language.ts';

const REFUSALS: Readonly<Record<string, PlainKey>> = {
  malformed: 'view_refused_malformed',
  'unknown-type': 'view_refused_malformed',
  'too-many-haves': 'view_refused_tooManyHaves',
  'too-many-wants': 'view_refused_tooManyWants',
  'too-many-watches': 'view_refused_tooManyWatches',
  'too-large': 'view_refused_tooLarge',
  'shut-out': 'view_refused_shutOut',
  blocked: 'view_refused_blocked',
  'unknown-session': 'view_refused_unknownSession',
  unreadable: 'view_refused_unreadable',
};

const LOSSES: Readonly<Record<number, PlainKey>> = {
  [CLOSE.restart]: 'view_lost_restart',
  [CLOSE.violation]: 'view_lost_violation',
  [CLOSE.lied]: 'view_lost_lied',
  [CLOSE.silent]: 'view_lost_silent',
  [CLOSE.replaced]: 'view_lost_replaced',
  [CLOSE.tooBig]: 'view_lost_tooBig',
};

/** A refusal, by the code of its message. A later relay may have more codes. */
export function refusalText(code: string): string {
  const known = REFUSALS[code];
  return known ? t(known) : t('view_refused_unknown', { code });
}

/** The reason for a lost connection, by its close code. */
export function lossText(code: number): string {
  return t(LOSSES[code] ?? 'view_lost_unknown');
}

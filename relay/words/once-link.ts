/** Links that open a fixed number of times, as their author chooses and sees them. */
import type { Address } from '../protocol/address.ts';
import { formatBytes } from './format-bytes.ts';
import { locale, t } from './language.ts';

/** How often the links of a new page open. */
export interface Opens {
  /** For each link. */
  readonly times: number;
  /** One link is made for each of these people. Only the author sees the names. Left out: one link for anybody. */
  readonly people?: readonly string[];
}

/** The most that one choice can ask for. */
export const MOST_TIMES = 100;
export const MOST_PEOPLE = 50;
/** The most characters in a name. */
export const PERSON_CHARS = 60;

/** A once link as its author sees it. */
export interface OnceLinkView {
  /** The address of the lock, which names this link alone. */
  readonly lock: Address;
  readonly link: string;
  readonly person?: string;
  /** The number of openings that it allows. */
  readonly total: number;
  /** The oldest first. */
  readonly opened: readonly Opening[];
  /** Tries of people who got nothing: they did not have the whole link, or came too late. */
  readonly refused: { readonly wrongProof: Tries; readonly spent: Tries };
  /** The record of the link cannot be used: nobody can open it. */
  readonly isDamaged?: true;
}

/** All times are Unix milliseconds. */
interface Opening {
  /** The time at which the key left the author's browser. */
  readonly at: number;
  /** The time at which the reader's browser said that the page was open. */
  readonly receivedAt?: number;
}

interface Tries {
  readonly count: number;
  readonly lastAt?: number;
}

/** The facts of an author's record that a screen shows. */
interface LinkFacts extends Pick<OnceLinkView, 'lock' | 'person' | 'total' | 'refused'> {
  readonly releases: readonly Opening[];
}

/** The record of a once link as screens show it. No key and no capability but the link's own is in it. */
export function onceLinkView(facts: LinkFacts, link: string): OnceLinkView {
  const { lock, person, total, refused, releases } = facts;
  return {
    lock,
    link,
    ...(person !== undefined && { person }),
    total,
    opened: releases.map(({ at, receivedAt }) => ({
      at,
      ...(receivedAt !== undefined && { receivedAt }),
    })),
    refused,
  };
}

/** Says whether somebody may still open the link. */
export function canBeOpened({ opened, total, isDamaged }: OnceLinkView): boolean {
  return !isDamaged && opened.length < total;
}

/** The names in a text: separated by commas, semicolons or lines, each once. */
export function peopleIn(text: string): readonly string[] {
  const names = text
    .split(/[,;\n،؛、，；]/u)
    .map((name) => name.trim().slice(0, PERSON_CHARS).trim());
  return [...new Set(names.filter(Boolean))];
}

/** The name of a link in a list: its person, or its number. */
export function nameOfLink({ person }: Pick<OnceLinkView, 'person'>, index: number): string {
  return person ?? t('once_linkNumber', { number: index + 1 });
}

/** Who opened a link, and when, in a line. */
export function openedWords(link: Pick<OnceLinkView, 'total' | 'opened'>, now: number): string {
  const { total, opened } = link;
  const last = opened.at(-1);
  if (!last) return t('once_notOpened');
  const time = momentWords(last.receivedAt ?? last.at, now);
  const isConfirmed = last.receivedAt !== undefined;
  const when = isConfirmed ? t('once_openedAt', { time }) : t('once_openingSince', { time });
  const count = total > 1 && openedOf([link]);
  const end = opened.length >= total && t('once_noMore');
  return [count, when, end].filter(Boolean).join(' · ');
}

/** How many openings of all these links are used. */
export function openedOf(links: readonly Pick<OnceLinkView, 'total' | 'opened'>[]): string {
  const opened = links.reduce((sum, link) => sum + link.opened.length, 0);
  const total = links.reduce((sum, link) => sum + link.total, 0);
  return t('once_openedOf', { opened, total });
}

/** Sentences about the people who got nothing. */
export function triesWords({ refused }: Pick<OnceLinkView, 'refused'>, now: number) {
  const { spent, wrongProof } = refused;
  const time = ({ lastAt }: Tries) => momentWords(lastAt ?? now, now);
  return [
    spent.count > 0 && t('once_cameLate', { count: spent.count, time: time(spent) }),
    wrongProof.count > 0 &&
      t('once_withoutLink', { count: wrongProof.count, time: time(wrongProof) }),
  ].filter((sentence) => sentence !== false);
}

/** The sentence for files that no once link can lead to. `room`: the largest file that it can lead to, in bytes. */
export function onlyOneFile(room: number): string {
  return t('once_onlyOneFile', { size: formatBytes(room) });
}

/** A moment, in Unix milliseconds: its time; on another day than `now`, its date too. */
export function momentWords(at: number, now: number): string {
  const moment = new Date(at);
  const isToday = moment.toDateString() === new Date(now).toDateString();
  const style = { timeStyle: 'short' } as const;
  return moment.toLocaleString(locale(), isToday ? style : { ...style, dateStyle: 'medium' });
}

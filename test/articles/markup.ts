/**
 * Markup of a made page that knows which of its words belong to the article, so that a page and the truth about it
 * cannot drift apart: both are written in one place.
 */

import { textIn } from './words.ts';

/** `either`: words that a good copy may have or lack, such as a date or the credit of a picture. */
type Part = 'article' | 'either' | 'around';

interface Stretch {
  readonly part: Part;
  readonly html: string;
  /** The seen words, as markup, where those of `html` are in another order. */
  readonly seen?: string;
}

export class Markup {
  readonly stretches: readonly Stretch[];

  constructor(stretches: readonly Stretch[]) {
    this.stretches = stretches;
  }

  get html(): string {
    return this.stretches.map(({ html }) => html).join('');
  }

  /** The markup of these parts alone, in the order of the screen. Its tags need not match. */
  only(...parts: readonly Part[]): string {
    return this.stretches
      .map(({ part, html, seen = html }) => (parts.includes(part) ? seen : gapOf(seen)))
      .join('');
  }

  /** This markup, of which the screen shows the words of `other`. */
  seenAs(other: Markup): Markup {
    const seen = other.stretches.map(({ part, html }) => ({ part, html: '', seen: html }));
    return new Markup([{ part: 'around', html: this.html }, ...seen]);
  }
}

/** The space that is left of markup without its words. */
function gapOf(html: string): string {
  return /\s/.test(textIn(html)) ? ' ' : '';
}

type Piece = string | number | Markup;
type Pieces = Piece | readonly Piece[];
type Tag = (literals: TemplateStringsArray, ...values: readonly Pieces[]) => Markup;

/** A template of which everything belongs to `part`, but for what other templates made. */
function tagOf(part: Part): Tag {
  return (literals, ...values) => {
    const stretches = literals.flatMap((literal, at) => [
      { part, html: literal },
      ...[values[at] ?? ''].flat().flatMap((piece: Piece) => stretchesOf(piece, part)),
    ]);
    return new Markup(stretches);
  };
}

function stretchesOf(piece: Piece, part: Part): readonly Stretch[] {
  return piece instanceof Markup ? piece.stretches : [{ part, html: String(piece) }];
}

/** Markup whose words are the article's. */
export const article = tagOf('article');
export const either = tagOf('either');
/** Markup whose words are not the article's, or are not shown. */
export const around = tagOf('around');

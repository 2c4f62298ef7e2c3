/** Reads the tags of markup that stands in pieces between other things, and writes misleading tags as text. */
import { escapeHtml } from '../words/escape-html.ts';

/** A piece of markup, or something else that stands between two. */
export type Part = { readonly markup: string } | { readonly other: string };

const words = (text: string) => new Set(text.trim().split(/\s+/));

/** Elements that may contain text anywhere. */
const KNOWN = words(`
  a abbr acronym address article aside audio b bdi bdo big blockquote button caption center cite code col colgroup data dd
  del details dfn dir div dl dt em fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 header hgroup i ins kbd
  label legend li main mark math menu nav nobr ol output p picture pre q rb rp rt rtc ruby s samp section small source span
  strike strong sub summary sup svg table tbody td tfoot th thead time tr tt u ul var video
`);
const VOID = words('br hr img input wbr col source track');
/** Without an end tag, they hide or move everything after them. */
const SWALLOWING = words('audio details math picture summary svg table video');
const FOREIGN = words('math svg');
/** Elements that contain the words of a drawing or a formula. Words beside them are never shown. */
const FOREIGN_TEXT = words(
  'text tspan textpath foreignobject style title desc mi mn mo ms mtext annotation annotation-xml',
);
const SWITCHES = words(
  'allowfullscreen autoplay checked compact controls disabled hidden inert ismap itemscope loop muted noshade nowrap open playsinline readonly reversed',
);

const TAG =
  /<!--(?:-?>|[^]*?-->)|<\/([a-z][\w:.-]*)\s*>|<([a-z][\w:.-]*)((?:\s|\/(?!>)|[^\s"'<>=/]+|=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>=]+))*)\/?>|[<>]|[^<>]+/gi;

interface Piece {
  readonly part: number;
  text: string;
}

interface Open {
  readonly name: string;
  readonly piece: Piece;
  /** Set if something in it shows that it is no such element. */
  isDoubtful: boolean;
}

/** The markup of each part, in which false tags are text; undefined for parts that are no markup. */
export function settleTags(parts: readonly Part[], isBlock: boolean): (string | undefined)[] {
  const reader = new TagReader(isBlock);
  for (const [at, part] of parts.entries()) {
    if ('markup' in part) reader.read(part.markup, at);
    else reader.pass(part.other);
  }
  const settled = reader.end();
  return parts.map((part, at) => ('markup' in part ? (settled.get(at) ?? '') : undefined));
}

class TagReader {
  readonly #isBlock: boolean;
  readonly #pieces: Piece[] = [];
  readonly #open: Open[] = [];

  constructor(isBlock: boolean) {
    this.#isBlock = isBlock;
  }

  read(markup: string, part: number): void {
    for (const [whole, closed, opened, attributes = ''] of markup.matchAll(TAG)) {
      const piece = { part, text: whole };
      this.#pieces.push(piece);
      if (whole.startsWith('<!--')) piece.text = '';
      else if (closed !== undefined) this.#close(closed.toLowerCase(), piece);
      else if (opened !== undefined) this.#start(opened.toLowerCase(), attributes, piece);
      else if (whole === '<' || whole === '>') piece.text = escapeHtml(whole);
      else this.pass(whole);
    }
  }

  /** A part that is no markup. */
  pass(text: string): void {
    const innermost = this.#open.at(-1);
    const foreign = this.#foreign();
    if (!foreign || !innermost || !/\S/.test(text)) return;
    const holds = this.#open.some(({ name }) => FOREIGN_TEXT.has(name));
    if (!holds) foreign.isDoubtful = true;
  }

  end(): Map<number, string> {
    for (const open of this.#open) if (!this.#mayStayOpen(open.name)) asText(open.piece);
    const settled = new Map<number, string>();
    for (const { part, text } of this.#pieces) settled.set(part, (settled.get(part) ?? '') + text);
    return settled;
  }

  #foreign(): Open | undefined {
    return this.#open.find(({ name }) => FOREIGN.has(name));
  }

  #start(name: string, attributes: string, piece: Piece): void {
    if (!this.#isTag(name, attributes)) return asText(piece);
    if (name === 'summary') {
      const details = this.#open.findLast((open) => open.name === 'details');
      if (details) details.isDoubtful = false;
    }
    const endsItself = this.#foreign() !== undefined && piece.text.endsWith('/>');
    if (VOID.has(name) || endsItself) return;
    // A sentence that only mentions them has no more to say of them.
    this.#open.push({ name, piece, isDoubtful: name === 'details' });
  }

  #isTag(name: string, attributes: string): boolean {
    if (!namesOf(attributes).every((it) => SWITCHES.has(it))) return false;
    if (this.#foreign()) return true;
    const isWithin = (...names: string[]) => this.#open.some((open) => names.includes(open.name));
    switch (name) {
      case 'img':
        return /\b(?:src|alt)\s*=/i.test(attributes);
      case 'input':
        return /\btype\s*=/i.test(attributes);
      case 'source':
      case 'track':
        return isWithin('audio', 'video', 'picture');
      case 'rp':
      case 'rt':
        return isWithin('ruby');
      case 'col':
      case 'colgroup':
        return isWithin('table');
      default:
        return KNOWN.has(name) || VOID.has(name);
    }
  }

  #close(name: string, piece: Piece): void {
    const at = this.#open.findLastIndex((open) => open.name === name);
    if (at < 0) {
      // Alone, an end tag without a start shows nothing. In a sentence, the sentence mentions it.
      if (this.#isBlock && KNOWN.has(name)) piece.text = '';
      else asText(piece);
      return;
    }
    const [closed, ...unclosed] = this.#open.splice(at);
    for (const open of unclosed) if (!this.#mayStayOpen(open.name)) asText(open.piece);
    if (!closed?.isDoubtful) return;
    asText(closed.piece);
    asText(piece);
  }

  #mayStayOpen(name: string): boolean {
    return this.#isBlock && KNOWN.has(name) && !SWALLOWING.has(name);
  }
}

/** The attributes without a value. */
function namesOf(attributes: string): string[] {
  const valueless = attributes.replace(/[^\s"'<>=/]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>=]+)/g, ' ');
  return valueless.toLowerCase().match(/[^\s/]+/g) ?? [];
}

function asText(piece: Piece): void {
  piece.text = escapeHtml(piece.text);
}

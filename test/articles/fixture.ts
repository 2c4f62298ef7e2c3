/** A made page with an article, as a site of its kind builds it. */
import { article, type Markup } from './markup.ts';
import { type Hiding, type Secret, Secrets } from './secrets.ts';
import { wordsIn } from './words.ts';

export type Plant = (hiding: Hiding) => string;

/** What the author of a fixture writes. */
export interface Written {
  /** Of the tab. */
  readonly title: string;
  /** Path, query and fragment. */
  readonly path?: string;
  readonly lang?: string;
  readonly dir?: 'rtl';
  /** Sheets, meta tags and scripts. */
  readonly head?: string;
  readonly body: Markup;
  /** Attributes of the body element. */
  readonly bodyAttributes?: string;
  /** A script that runs when everything else is there. */
  readonly script?: string;
  readonly cookie?: string;
  /** The name of the author, where the page says who it is. */
  readonly author?: string;
  /** The number of the article's pictures, and that of the faces of people who write in it. */
  readonly images?: number;
  readonly faces?: number;
  /** Pictures that the page never loaded. */
  readonly unloaded?: number;
  readonly formulas?: number;
  /** The user is signed in, or the address is for them alone. */
  readonly isPrivate?: boolean;
}

export interface Fixture extends Omit<Written, 'body'> {
  readonly name: string;
  readonly path: string;
  readonly html: string;
  readonly secrets: readonly Secret[];
  /** The article, in order. */
  readonly words: readonly string[];
  /** The same, with the words that a copy may have or lack. */
  readonly allowed: readonly string[];
}

/** The page of that name. The name is its host's, too. */
export function fixture(name: string, write: (plant: Plant) => Written): Fixture {
  const { plant, planted } = new Secrets(name);
  const { body, path = '/', ...written } = write(plant);
  return {
    ...written,
    name,
    path,
    html: documentOf(written, body),
    secrets: planted,
    words: wordsIn(body.only('article')),
    allowed: wordsIn(body.only('article', 'either')),
  };
}

type Around = Omit<Written, 'body' | 'path'>;

function documentOf(written: Around, body: Markup): string {
  const { title, lang = 'en', dir, head = '', bodyAttributes = '', script } = written;
  return `<!doctype html>
<html lang="${lang}"${dir ? ` dir="${dir}"` : ''}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
${head}
</head>
<body ${bodyAttributes}>
${body.html}
${script ? `<script>${script}</script>` : ''}
</body>
</html>`;
}

/** Paragraphs of an article. */
export function paragraphs(texts: readonly string[], attributes = ''): Markup {
  return article`${texts.map((text) => article`<p${attributes}>${text}</p>\n`)}`;
}

/** Markup as a text in a script of a page. */
export function quoted(markup: Markup): string {
  return JSON.stringify(markup.html).replaceAll('<', String.raw`\u003c`);
}

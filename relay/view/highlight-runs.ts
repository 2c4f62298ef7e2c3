/** Reads highlight.js's answer, which is text escaped as HTML inside of nested spans, into the runs of a colouring. */
import { type Colouring, RUN_KINDS } from './colouring.ts';

type RunKind = (typeof RUN_KINDS)[number];

/** The kinds of highlight.js's scopes, by their first word. Other scopes are plain. */
const KIND_OF_SCOPE: Readonly<Record<string, RunKind>> = {
  comment: 'comment',
  quote: 'comment',
  keyword: 'keyword',
  'selector-tag': 'keyword',
  literal: 'number',
  number: 'number',
  bullet: 'number',
  string: 'string',
  regexp: 'string',
  char: 'string',
  link: 'string',
  code: 'string',
  title: 'name',
  section: 'name',
  name: 'keyword',
  attr: 'name',
  attribute: 'name',
  property: 'name',
  symbol: 'name',
  'selector-id': 'name',
  'selector-class': 'name',
  type: 'type',
  built_in: 'type',
  'template-variable': 'type',
  variable: 'type',
  meta: 'meta',
  doctag: 'meta',
  'selector-attr': 'meta',
  'selector-pseudo': 'meta',
  addition: 'added',
  deletion: 'removed',
  strong: 'strong',
};

const PART = /<span class="hljs-([\w-]+)[^"]*">|<span[^>]*>|<\/span>|&[^;]+;|[^<&]+/g;

/** The runs in highlight.js's answer. A scope without a kind has the kind of the scope around it. */
export function colouringOf(highlighted: string): Colouring {
  const lengths: number[] = [];
  const kinds: number[] = [];
  const open: number[] = [];
  for (const [part, scope] of highlighted.matchAll(PART)) {
    const kind = open.at(-1) ?? 0;
    if (part === '</span>') open.pop();
    else if (part.startsWith('<')) open.push(kindOf(scope) ?? kind);
    else {
      const length = part.startsWith('&') ? 1 : part.length; // highlight.js escapes single characters
      if (kinds.at(-1) === kind)
        lengths[lengths.length - 1]! += length; // as many as kinds
      else {
        kinds.push(kind);
        lengths.push(length);
      }
    }
  }
  return { lengths: Uint32Array.from(lengths), kinds: Uint8Array.from(kinds) };
}

function kindOf(scope: string | undefined): number | undefined {
  const kind = KIND_OF_SCOPE[scope ?? ''];
  return kind && RUN_KINDS.indexOf(kind);
}

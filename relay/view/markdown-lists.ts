/** The lists of tokens in a parsed Markdown text. */
import type { Token, Tokens } from 'marked';

/** Calls `visit` with each list of siblings, the inner lists first. It may change the list. */
export function eachList(tokens: Token[], visit: (siblings: Token[]) => void): void {
  for (const token of tokens) for (const list of listsIn(token)) eachList(list, visit);
  visit(tokens);
}

function listsIn(token: Token): Token[][] {
  switch (token.type) {
    case 'list':
      return (token as Tokens.List).items.map((item) => item.tokens);
    case 'table': {
      const { header, rows } = token as Tokens.Table;
      return [...header, ...rows.flat()].map((cell) => cell.tokens);
    }
    case 'footnote':
      return [token['content']];
    default:
      return 'tokens' in token && token.tokens ? [token.tokens] : [];
  }
}

/** The lines in YAML or TOML at the start of a Markdown file that describe the file. */
import { escapeHtml } from '../words/escape-html.ts';

const FRONT_MATTER =
  /^(---|\+\+\+)[ \t]*\r?\n((?:(?!---|\+\+\+)[^\n]*\n)*?)(?:\1|\.\.\.)[ \t]*(?:\r?\n|$)/;
/** Otherwise it is a rule, and a text between two rules. */
const FIRST_LINE = /^\s*(?:#[^\n]*\n\s*)*(?:["']?[\w$][\w .$/-]*["']?\s*[:=]|- |\[)/;

/** Removes the front matter from `source`, and returns it as markup that shows its source. */
export function cutFrontMatter(source: string): {
  readonly frontMatter: string;
  readonly text: string;
} {
  const [whole, , lines = ''] = FRONT_MATTER.exec(source) ?? [];
  if (whole === undefined || !FIRST_LINE.test(lines)) return { frontMatter: '', text: source };
  const frontMatter = `<pre class="front-matter"><code>${escapeHtml(lines)}</code></pre>\n`;
  return { frontMatter, text: source.slice(whole.length) };
}

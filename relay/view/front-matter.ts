/** The lines on top of a Markdown file that are about the file, in YAML or TOML. */
import { escapeHtml } from '../words/escape-html.ts';

const FRONT_MATTER =
  /^(---|\+\+\+)[ \t]*\r?\n((?:(?!---|\+\+\+)[^\n]*\n)*?)(?:\1|\.\.\.)[ \t]*(?:\r?\n|$)/;
/** Else it is a rule, and a text between two of them. */
const FIRST_LINE = /^\s*(?:#[^\n]*\n\s*)*(?:["']?[\w$][\w .$/-]*["']?\s*[:=]|- |\[)/;

/** Takes the front matter off `source`, as markup that shows it as it is written. */
export function cutFrontMatter(source: string): {
  readonly frontMatter: string;
  readonly text: string;
} {
  const [whole, , lines = ''] = FRONT_MATTER.exec(source) ?? [];
  if (whole === undefined || !FIRST_LINE.test(lines)) return { frontMatter: '', text: source };
  const frontMatter = `<pre class="front-matter"><code>${escapeHtml(lines)}</code></pre>\n`;
  return { frontMatter, text: source.slice(whole.length) };
}

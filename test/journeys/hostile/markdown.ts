/** Markup that is hostile only as Markdown. Markdown can also do everything that HTML can. */
import type { Vectors } from './vectors.ts';

const FENCE = '```';

export const MARKDOWN: Vectors = {
  // It stands first, because it has no effect anywhere else.
  'markdown front matter': '---\nlayout: SPY\ncss: SPY\n---\n\nx',
  'markdown link': '[x](javascript:RUN) [y](<javascript:RUN>) [z]\n\n[z]: javascript:RUN',
  'markdown link in entities':
    '[x](&#106;avascript:RUN) [y](java&#10;script:RUN) [z](\\javascript:RUN)',
  'markdown link in mixed case': '[x](JaVaScRiPt:RUN) [y]( javascript:RUN) [z](vbscript:RUN)',
  'markdown link to data':
    '[x](data:text/html,<script>RUN</script>) [y](data:text/html;base64,PHNjcmlwdD4=)',
  'markdown link with a title':
    '[x](SPY "\\" onmouseover=\\"RUN") [y](SPY \'"><img src=x onerror=RUN>\')',
  'markdown link in white space': '[x](java\tscript:RUN) <javascript:RUN> <data:text/html,x>',
  'markdown image': '![x](SPY) ![y][r] ![z](SPY "t")\n\n[r]: SPY',
  'markdown image in a link': '[![x](SPY)](javascript:RUN)',
  'markdown image with a script': '![x](javascript:RUN) ![y](x" onerror="RUN)',
  'markdown image with an alternative': '![x" onerror="RUN](x) ![<img src=x onerror=RUN>](x)',
  'markdown fence': `${FENCE}"><img src=x onerror=RUN>\ncode\n${FENCE}\n\n${FENCE}x onload=RUN\n</code><script>RUN</script>\n${FENCE}`,
  'markdown fence of html': `${FENCE}html\n<script>RUN</script><img src="SPY">\n${FENCE}`,
  'markdown fence of a diagram': `${FENCE}mermaid\ngraph TD;A[<img src=x onerror=RUN>]-->B;click A "javascript:RUN"\n${FENCE}\n\n${FENCE}svg\n<svg onload=RUN>\n${FENCE}`,
  'markdown code': '`<script>RUN</script>` ``<img src=x onerror=RUN>``',
  'markdown mathematics': '$$\\href{javascript:RUN}{x}$$ $\\includegraphics{SPY}$',
  'markdown table': '| a | b |\n| - | - |\n| <script>RUN</script> | ![x](SPY) |',
  'markdown heading': '# <img src=x onerror=RUN> {#x onclick=RUN}\n\n## x" onload="RUN',
  'markdown task': '- [x] <script>RUN</script>\n- [ ] <input autofocus onfocus="RUN">',
  'markdown footnote': 'x[^1]\n\n[^1]: <img src=x onerror="RUN"> ![x](SPY)',
  'markdown html block': '<div>\n\n*x* <script>RUN</script>\n\n</div>\n\n<!-- -->\n<img src="SPY">',
  'markdown html in pieces': '<img src="x\n\n" onerror="RUN">\n\n<scr*ipt>*RUN</script>',
  'markdown html between marks': '**<img** src=x onerror=RUN>** `<`img src=x onerror=RUN>',
  'markdown html after escapes':
    '\\<img src=x onerror=RUN> &lt;script&gt;RUN&lt;/script&gt; <\\script>RUN</script>',
  'markdown automatic link':
    'www.x"onmouseover="RUN http://x"onload="RUN <http://x" onclick="RUN> x@y"onload="RUN.z',
  'markdown definition': '[x]\n\n[x]: <SPY> "<img src=x onerror=RUN>"',
  'markdown style': '<style>@import "SPY";</style>\n\n<p style="background:url(SPY)">x</p>',
};

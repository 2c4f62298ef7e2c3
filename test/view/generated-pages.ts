/** Pages of random parts in which each word is one of a kind, so that a lost one is missed. */
import fc from 'fast-check';

export interface GeneratedPage {
  readonly source: string;
  /** The words that a reader must see. */
  readonly words: readonly string[];
}

/** Every element that a browser knows, and some that none does. */
const NAMES =
  'a abbr address article aside audio b base bdi bdo blockquote body br button canvas caption center cite code col colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure font footer form frame frameset h1 head header hr html i iframe img input ins kbd label legend li link listing main map mark marquee math menu meta meter nav nobr noembed noframes noscript object ol optgroup option output p param picture plaintext pre progress q rp rt ruby s samp script section select slot small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr xmp image mi mtext foreignObject annotation-xml Foo x-y T string'.split(
    ' ',
  );

/** `W` stands for a word that must be seen. */
const MARKDOWN = [
  'W W\nW',
  'Use the <NAME> element W.',
  'W <NAME attr="x" W',
  '<NAME>\n\nW',
  '<NAME> W\nW',
  'W </NAME> W',
  'W <NAME> W </NAME> W',
  'W <b>W</b> <kbd>W</kbd> <br> W',
  '<div align="center">\n\nW\n\n</div>',
  '<details><summary>W</summary>\n\nW\n\n</details>',
  '<!-- W',
  '<?php W ?>',
  '<![CDATA[ W ]]>',
  '<script>\nW\n\nW\n</script>',
  '<style>\nW {}\n\n</style> W',
  '[W]: W',
  '[W]: https://example.org/ "W"',
  '[W][ref] ![W][ref] [ref]\n\n[ref]: https://example.org/',
  'W[^1] W\n\n[^1]: W\n\n    W',
  '[^W]: W',
  '> [!NOTE]\n> W *W*',
  '> [!NOTE] W',
  '> [!W]\n> W',
  '> W\n> > W\nW',
  '# W *W* `W`\n\nW\n===',
  '- W\n  - W\n\n    W\n- [x] W\n1. W\n2) W',
  '| W | W |\n| --- | :-: |\n| W | W | W |\n| W |',
  '```js W\nW <NAME>\n```',
  '~~~\nW\n\nW',
  '    W <NAME> W',
  '$W_1 * W_2$ and $5 or $6 W',
  '$$\nW * W\n\nW\n$$',
  '\\(W*W\\) \\[W\\] \\begin{align}\nW\n\\end{align}',
  '**W。**W *W*W ~~W~~ __W__ W_W',
  '[W](https://example.org/ "t") <https://example.org/W> W@example.org https://example.org/W',
  '![W](https://example.org/x.png) ![no](data:image/png;base64,AA)',
  '<img src="https://example.org/x.png" alt="W"> W',
  '<svg width="9" height="9"><text y="9">W</text></svg> W',
  '<math><mi>W</mi></math> W',
  '<video src="https://example.org/W">W</video> W',
  '---\n\nW: W\n\n---',
  '---\nW: W\n---',
  '+++\nW = W\n+++',
  'W &lt;W&gt; &amp; \\<W\\> \\*W\\*',
  '[W [W] W](W "',
  '`W ``W` <W@example.org> <W:W>',
];

const HTML = [
  '<p>W<p>W',
  '<foo>W</foo><x-y>W</x-y>',
  '<form>W<input value="W"><textarea>W</textarea><button>W</button><select><option>W<option>W</select></form>',
  '<form><input name="NAME" value="W"><input name=childNodes value=W></form>W',
  '<img name="NAME" alt="W">W',
  '<p id="NAME">W</p><a href="#NAME">W</a>',
  '<noscript>W<b>W</b></noscript>',
  '<xmp>W <NAME></xmp>W',
  '<table><tr><td>W<td>W<tr>W</table>W',
  '<table>W<tr><td><svg><text>W</text></svg></table>',
  '<math><mi>W</mi><mfrac><mn>W</mn><mtext>W<b>W</b></mtext></mfrac><foo>W</foo></math>',
  '<svg width=99 height=99><text y=20>W<tspan>W</tspan></text><foreignObject width=50 height=50><div>W</div></foreignObject></svg>',
  '<svg><p>W</svg>W',
  '<math><p>W</math>W',
  '<details><summary>W</summary>W</details>',
  '<dialog>W</dialog><dialog open>W</dialog>',
  '<video><source src="https://example.org/">W</video>',
  '<object data="https://example.org/">W</object>',
  '<iframe srcdoc="<p>W</p>W"></iframe>W',
  '<div><template shadowrootmode=open>W<slot></slot></template>W</div>',
  '<div hidden>no</div><template>no</template><script>no</script><style>no{}</style>W',
  '<ruby>W<rt>W</rt></ruby><marquee>W</marquee><center>W</center><font>W</font><output>W</output>',
  '<button><h2>W</h2></button><fieldset><legend>W</legend>W</fieldset>',
  '<ul><li>W<ol><li>W</ul><dl><dt>W<dd>W</dl>',
  '<b><i>W</b>W</i>',
  '<a href="#">W<a href="#">W</a>W',
  '<area>W<map>W</map><canvas>W</canvas>',
  '</NOTHING>W<!-- no -->W<![CDATA[no]]>W',
];

function pagesOf(parts: readonly string[]): fc.Arbitrary<GeneratedPage> {
  const part = fc.tuple(fc.constantFrom(...parts), fc.constantFrom(...NAMES));
  return fc.array(part, { minLength: 1, maxLength: 12 }).map((chosen) => {
    const words: string[] = [];
    const source = chosen.map(([text, name]) => {
      const named = text.replaceAll('NAME', name);
      return named.replace(/\bW\b|W(?=[_*。@])|(?<=[_*。])W/g, () => {
        const word = `q${words.length}z`;
        words.push(word);
        return word;
      });
    });
    return { source: `${source.join('\n\n')}\n`, words };
  });
}

export const generatedMarkdown = pagesOf(MARKDOWN);
export const generatedHtml = pagesOf(HTML);

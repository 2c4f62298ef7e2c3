/** Markdown before sanitising: it must not lose any text that an author wrote for readers. */
import { describe, expect, test } from 'vitest';
import { markdownToHtml } from '../../relay/view/markdown.ts';

const html = (source: string) =>
  markdownToHtml(source, { footnotes: 'Footnotes', backToText: 'Back to the text' });

describe('a tag', () => {
  test.each(
    'title style script iframe textarea noframes noscript noembed xmp plaintext select option template object embed base link meta html head body frameset canvas svg math video audio table details summary b div p li string T Foo x-y'.split(
      ' ',
    ),
  )('that a sentence names is a word: <%s>', (name) => {
    expect(html(`Use the <${name}> element.\n\nThe *next* line.`)).toBe(
      `<p>Use the &lt;${name}&gt; element.</p>\n<p>The <em>next</em> line.</p>\n`,
    );
    expect(html(`Close it with </${name}> then.`)).toContain(`&lt;/${name}&gt;`);
  });

  test.each(['svg', 'math', 'details', 'title', 'select', 'style', 'rp', 'dialog', 'datalist'])(
    'that a sentence names with its end is a word: <%s>',
    (name) => {
      expect(html(`Between <${name}> and </${name}> it stands.`)).toContain(
        `&lt;${name}&gt; and &lt;/${name}&gt;`,
      );
    },
  );

  test.each([
    '<!--',
    '<pre>',
    '<script>',
    '<style>',
    '<textarea>',
    '<?php',
    '<![CDATA[',
    '<!DOCTYPE',
  ])('that is never closed takes no line with it: %s', (opening) => {
    const shown = html(`before\n\n${opening} one\n\n*two*\n\n- three\n`);
    expect(shown).toContain(opening.replace('<', '&lt;').replace('>', '&gt;'));
    expect(shown).toContain('<em>two</em>');
    expect(shown).toContain('<li>three</li>');
  });

  test.each(['details', 'table', 'video', 'audio', 'svg', 'math', 'picture'])(
    'that begins a line and is never closed is a word: <%s>',
    (name) => {
      expect(html(`<${name}>\n\nthe *rest*`)).toContain(`&lt;${name}&gt;`);
    },
  );

  test.each([
    '<kbd>Ctrl</kbd> and <sub>2</sub> and <br> and <a href="https://x.test/" title="<i>">x</a>',
    '<img src="x.png" alt="x"> <span style="color: red">x</span>',
    '<svg width="9" viewBox="0 0 9 9"><text>x</text><path d="M0 0"/></svg>',
    '<math display="block"><mi>x</mi><mo>=</mo></math>',
    '<video controls src="data:video/mp4;base64,AA"><track src="x"></video>',
  ])('that is closed is markup: %s', (markup) => {
    expect(html(`x ${markup}`)).toBe(`<p>x ${markup}</p>\n`);
  });

  test('may lie around blocks', () => {
    const source =
      '<details open>\n<summary>More</summary>\n\n- *x*\n\n</details>\n\n<div align="center">\n\n# T\n\n</div>\n';
    const shown = html(source);
    expect(shown).toContain('<details open>');
    expect(shown).toContain('<em>x</em>');
    expect(shown).toMatch(/<div align="center"><h1[^]*<\/div>/);
  });

  test('that breaks off is words', () => {
    expect(html('<div these are words\nand these\n\nx')).toContain(
      '&lt;div these are words\nand these',
    );
    expect(html('a <b or c> d')).toContain('&lt;b or c&gt;');
    expect(html('<div>\na < b <title> c\n</div>')).toContain('a &lt; b &lt;title&gt; c');
    expect(html('<code>if a < b then <video</code>')).toContain('if a &lt; b then &lt;video');
  });

  test('in a comment is a comment', () => {
    expect(html('a <!-- <title> --> b\n\n<!--\n\n<b>\n\n-->\n\nc')).toBe('<p>a  b</p>\n<p>c</p>\n');
  });

  test('of a script or a declaration is shown as it is written', () => {
    expect(html('<script>\n\na *b* c\n\n</script>\n')).toContain('\n\na *b* c\n\n');
    expect(html('<?php echo "*x*" ?>\n')).toContain('&lt;?php echo "*x*" ?&gt;');
    expect(html('x <?php y ?> <!DOCTYPE z> <![CDATA[v]]>')).toContain(
      'x &lt;?php y ?&gt; &lt;!DOCTYPE z&gt; &lt;![CDATA[v]]&gt;',
    );
  });
});

describe('a line', () => {
  test('that looks like the name of an address, and names none that is used, is text', () => {
    const shown = html(
      '[Name]: Anna\n[City]: Bonn\n\n[used] and [too][Other One]\n\n[used]: https://a.test\n[other  one]: https://b.test\n[used]: again',
    );
    expect(shown).toContain('[Name]: Anna');
    expect(shown).toContain('[City]: Bonn');
    expect(shown).toContain('[used]: again');
    expect(shown).not.toContain('[used]: https');
    expect(shown).not.toContain('[other');
    expect(html('![x][pic]\n\n[pic]: data:image/png;base64,AA')).not.toContain('[pic]');
  });

  test('that comments is no text', () => {
    expect(html('[//]: # (for the author)\n\nx')).toBe('<p>x</p>\n');
  });

  test('of a table keeps all its cells', () => {
    const shown = html('| a | b |\n| - | :-: |\n| 1 | 2 | 3 | `4 \\| 5` |\n| 6 |\n\nx');
    for (const cell of ['1', '2', '3', '6']) expect(shown).toContain(`${cell}</td>`);
    expect(shown).toContain('<code>4 | 5</code>');
    expect(shown).toContain('<p>x</p>');
  });

  test('behind the fence of code is a title, unless it holds settings', () => {
    expect(html('```js server.js\nx\n```')).toContain('<p class="code-title">server.js</p>');
    expect(html('```js {1,3} title="x"\nx\n```')).not.toContain('code-title');
  });
});

describe('front matter', () => {
  test.each([
    ['YAML', '---\ntitle: "a: <b>"\ntags:\n  - *x*\n---\n\n# T'],
    ['YAML that ends in dots', '---\r\ntitle: x\r\n...\r\n# T'],
    ['TOML', '+++\ntitle = "x"\n[a]\nb = 1\n+++\n# T'],
    ['YAML after a comment', '---\n# words\ntitle: x\n---\n# T'],
  ])('of %s stands apart as it is written', (_, source) => {
    const shown = html(source);
    expect(shown).toMatch(
      /^<pre class="front-matter"><code>[^]*title[^]*<\/code><\/pre>\n<h1 id="t">T/,
    );
  });

  test.each([
    '---\n\nwords\n\n---\n',
    '---\nwords\n---\n',
    '---\ntitle: x\n\nno end',
    'x\n---\ny: z\n---',
  ])('is none of %j', (source) => {
    expect(html(source)).not.toContain('front-matter');
  });
});

describe('a formula', () => {
  test.each([
    '$a_1 * b_1 * c$',
    '$$x_1 * y_2 * z$$',
    '\\(a_1*b_1*c\\)',
    '\\[a*b*c\\]',
    '$`a_1*b*c`$',
    '$\\frac{1}{2} < \\text{cost \\$5}$',
    '$x$',
  ])('keeps its text: %s', (formula) => {
    const text = formula.replaceAll('<', '&lt;');
    expect(html(`so ${formula}, or *so ${formula} too*`)).toBe(
      `<p>so <code class="formula">${text}</code>, or <em>so <code class="formula">${text}</code> too</em></p>\n`,
    );
  });

  test.each([
    '$$\na_1 * b\n\n* c & d\n$$',
    '\\[\na_1*b*c\\\\\nd\n\\]',
    '\\begin{align*}\na &= b \\\\\nc_1 * d * e\n\\end{align*}',
  ])('of several lines keeps them: %j', (formula) => {
    expect(html(`so\n${formula}\nthen`)).toBe(
      `<p>so</p>\n<pre class="formula"><code>${formula.replaceAll('&', '&amp;')}</code></pre>\n<p>then</p>\n`,
    );
  });

  test.each(['$5 and $10', 'US$ 5 or $ 6', '$HOME/bin:$PATH', '\\$a$', '`$a$`', '$5'])(
    'is not seen in %s',
    (words) => {
      expect(html(words)).not.toContain('formula');
    },
  );
});

describe('a note', () => {
  test('has its kind as a title', () => {
    expect(html('> [!NOTE]\n> one **two**\n\n> [!warning]\n> three\n')).toBe(
      '<blockquote class="alert alert-note">\n<p class="alert-title">Note</p>\n<p>one <strong>two</strong></p>\n</blockquote>\n<blockquote class="alert alert-warning">\n<p class="alert-title">Warning</p>\n<p>three</p>\n</blockquote>\n',
    );
  });

  test.each(['> [!OTHER]\n> x', '> x [!NOTE]', '> [!NOTE]: x', '> - [!NOTE] x'])(
    'loses nothing where it is none: %j',
    (source) => {
      expect(html(source)).toMatch(/\[!\w+\]/);
    },
  );

  test('at the foot of the page is linked both ways, and stays where nothing refers to it', () => {
    const shown = html('a[^x] b[^x] c[^none]\n\n[^x]: *one*\n\n    more\n[^y]: two\n[^x]: three');
    expect(shown).toContain('id="footnote-x"');
    expect(shown).toContain('href="#footnote-x"');
    expect(shown).toContain('[^none]');
    for (const words of ['<em>one</em>', 'more', '[^y]:', 'two', 'three'])
      expect(shown).toContain(words);
  });
});

test('headings have the names that GitHub gives them', () => {
  expect(html('# What’s *new*?\n\n## What’s new?\n\n# 日本語 です\n')).toBe(
    '<h1 id="whats-new">What’s <em>new</em>?</h1>\n<h2 id="whats-new-1">What’s new?</h2>\n<h1 id="日本語-です">日本語 です</h1>\n',
  );
});

test.each([
  ['**日本語。**の', '<strong>日本語。</strong>の'],
  ['これは**「強調」**です', 'これは<strong>「強調」</strong>です'],
  ['中文**加粗（注）**继续', '中文<strong>加粗（注）</strong>继续'],
  ['~~削除。~~の', '<del>削除。</del>の'],
])('%s is bold beside signs of its script', (source, shown) => {
  expect(html(source)).toBe(`<p>${shown}</p>\n`);
});

/** Untrusted pages in a real browser, under the policy that the relay sends: a fake DOM would prove nothing. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { FRAME_POLICY } from '../../relay/view/frame-document.ts';
import { ContentBrowser, executablePath, ORIGIN } from './content-browser.ts';

describe.skipIf(!executablePath)('in Chromium', () => {
  let browser: ContentBrowser;
  let page: Page;
  let requests: string[];

  beforeAll(async () => {
    browser = await ContentBrowser.open(executablePath ?? '');
    ({ page, requests } = browser);
  }, 30_000);

  beforeEach(() => requests.splice(0));

  afterAll(() => browser?.close());

  async function frameDocument(kind: 'html' | 'markdown', source: string): Promise<string> {
    return await page.evaluate(([type, text]) => showPage(type, text), [
      `text/${kind}`,
      source,
    ] as const);
  }

  /** The part of the document that comes from the page, without the base style. */
  async function bodyOf(kind: 'html' | 'markdown', source: string): Promise<string> {
    return /<body[^]*<\/body>/.exec(await frameDocument(kind, source))?.[0] ?? '';
  }

  /** Tags and style sheets that know of the hostile address, other than links to a tab of its own. */
  function culprits(document: string): string[] {
    const sheets = document.match(/<style[^]*?<\/style>/g) ?? [];
    const tags = document.match(/<[^>]*>/g) ?? [];
    const link = /^<a href="https:[^"]*" target="_blank" rel="noopener noreferrer" [^<>]*>$/;
    return [...sheets, ...tags].filter((it) => it.includes('hostile') && !link.test(it));
  }

  test('the policy stands before anything of the page', async () => {
    const document = await frameDocument('html', '<html><head><style>p{}</style></head><p>hello');
    expect(document).toMatch(
      /^<!doctype html><html[^>]*><head><meta http-equiv="Content-Security-Policy" content="[^"]+">/,
    );
    expect(document).toContain(`content="${FRAME_POLICY}"`);
  });

  test.each([
    ['a script', '<script>hostile</script>'],
    ['an event handler', '<p onclick="hostile">x</p>'],
    ['a body handler', '<body onload="hostile">x'],
    ['a frame', '<iframe src="https://hostile"></iframe>'],
    ['an object', '<object data="https://hostile"></object>'],
    ['an embed', '<embed src="https://hostile">'],
    ['a form', '<form action="https://hostile"><input formaction="https://hostile"></form>'],
    ['a remote image', '<img src="https://hostile">'],
    ['a protocol-relative image', '<img src="//hostile">'],
    ['a source set', '<img srcset="https://hostile 1x">'],
    ['a picture', '<picture><source srcset="https://hostile"></picture>'],
    ['a video', '<video src="https://hostile" poster="https://hostile"></video>'],
    ['a background attribute', '<table background="https://hostile"><tr><td>x</table>'],
    ['a sheet', '<link rel="stylesheet" href="https://hostile">'],
    ['a refresh', '<meta http-equiv="refresh" content="0;url=https://hostile">'],
    ['a base', '<base href="https://hostile">'],
    ['an inline style that fetches', '<p style="background:url(https://hostile)">x</p>'],
    ['a style element that fetches', '<p>x</p><style>p{background:url(https://hostile)}</style>'],
    ['an import', '<p>x</p><style>@import "https://hostile";</style>'],
    ['a javascript link', '<a href="javascript:hostile">x</a>'],
    ['a hidden javascript link', '<a href="java&#10;script:hostile">x</a>'],
    ['a data link', '<a href="data:text/html,hostile">x</a>'],
    ['a relative link', '<a href="/hostile">x</a>'],
    ['a ping', '<a href="https://fine" ping="https://hostile">x</a>'],
    ['an SVG', '<svg><image href="https://hostile"/></svg>'],
    ['an SVG data document', '<iframe src="data:image/svg+xml,hostile"></iframe>'],
  ])('%s does not reach the frame', async (_what, source) => {
    expect(culprits(await frameDocument('html', source))).toEqual([]);
    expect(culprits(await frameDocument('markdown', `text\n\n${source}\n`))).toEqual([]);
    expect(requests).toEqual([]);
    expect(await page.title()).toBe('still');
  });

  describe('links', () => {
    test('open in a new tab that knows nothing of this one', async () => {
      expect(
        await bodyOf('html', '<a href="https://example.org/" target="_top" rel="opener">x</a>'),
      ).toContain(
        '<a href="https://example.org/" target="_blank" rel="noopener noreferrer" referrerpolicy="no-referrer">',
      );
    });

    test('to an anchor stay in the frame', async () => {
      expect(await bodyOf('html', '<a href="#low">x</a>')).toContain('<a href="about:srcdoc#low">');
    });
  });

  test('what harms nobody stays', async () => {
    const image = 'data:image/png;base64,AAAA';
    const body = await bodyOf(
      'html',
      `<h1 id="a">T</h1><p style="color:red">x</p><img src="${image}" alt="i">`,
    );
    expect(body).toContain('<h1 id="a">T</h1>');
    expect(body).toContain('style="color:red"');
    expect(body).toContain(`src="${image}"`);
  });

  describe('a formula', () => {
    test.each([
      '<math display="block"><mrow><mi>x</mi><mo>=</mo><mfrac><mn>1</mn><msqrt><mn>2</mn></msqrt></mfrac></mrow></math>',
      '<math><mroot><mi>x</mi><mn>3</mn></mroot><msubsup><mi>a</mi><mn>1</mn><mn>2</mn></msubsup><munderover><mo>∑</mo><mn>0</mn><mi>n</mi></munderover></math>',
      '<math><mmultiscripts><mi>x</mi><mn>1</mn><none></none><mprescripts></mprescripts><mn>2</mn><mn>3</mn></mmultiscripts></math>',
      '<math><mtable columnalign="left"><mtr><mtd><mtext>if <b>x</b></mtext></mtd><mtd><ms>s</ms><mspace width="1em"></mspace></mtd></mtr></mtable></math>',
      '<math><mstyle mathcolor="red"><merror><mpadded><mphantom><msub><mi>x</mi><mi>y</mi></msub></mphantom></mpadded></merror></mstyle><msup><mi>x</mi><mn>2</mn></msup><munder><mi>a</mi><mi>b</mi></munder><mover accent="true"><mi>a</mi><mo>→</mo></mover></math>',
      '<math><semantics><mi>x</mi><annotation encoding="application/x-tex">x &lt; \\frac{1}{2}</annotation></semantics></math>',
    ])('stays as it is: %s', async (formula) => {
      expect(await bodyOf('html', `<p>a ${formula} b</p>`)).toBe(
        `<body><p>a ${formula} b</p></body>`,
      );
    });

    test('leads nowhere, and its words stay whatever holds them', async () => {
      const body = await bodyOf(
        'html',
        '<math href="https://hostile"><mrow xlink:href="https://hostile"><maction actiontype="hostile"><mi>one</mi></maction><a href="https://hostile"><mi>two</mi></a><x-y><mn>3</mn>four</x-y></mrow>five</math>',
      );
      expect(body).toBe(
        '<body><math><mrow><mi>one</mi><mi>two</mi><mn>3</mn><mtext>four</mtext></mrow><mtext>five</mtext></math></body>',
      );
    });
  });

  describe('a drawing', () => {
    test('stays, with what it refers to in itself', async () => {
      const drawing =
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" data-own-colours=""><defs><linearGradient id="shade"><stop offset="0" stop-color="red"></stop></linearGradient></defs><g id="name"><rect width="9" height="9" fill="url(#shade)" style="stroke:url(#shade)"></rect></g><use href="#name"></use><text x="1">words<tspan>more</tspan></text><image href="data:image/png;base64,AAAA"></image><foreignObject width="9" height="9"><div>label</div></foreignObject></svg>';
      expect(await bodyOf('html', `<p>${drawing}</p>`)).toBe(`<body><p>${drawing}</p></body>`);
    });

    test.each([
      '<svg><use href="https://hostile#x"></use></svg>',
      '<svg><use xlink:href="data:image/svg+xml,hostile#x"></use></svg>',
      '<svg><image href="data:text/html,hostile"></image></svg>',
      '<svg><rect fill="url(https://hostile)" filter="u\\72l(hostile)" mask=\'url("//hostile")\'></rect></svg>',
      '<svg><a><set attributeName="href" to="javascript:hostile"/><animate attributeName="href" values="https://hostile"/><text>x</text></a></svg>',
      '<svg><a xlink:href="javascript:hostile"><text>x</text></a></svg>',
      '<svg><style>@import "hostile"; text { fill: url(//hostile) }</style><text>x</text></svg>',
      '<svg><script>hostile</script><g onload="hostile"></g></svg>',
      '<svg><foreignObject><img src="//hostile" onerror="hostile"><iframe src="hostile"></iframe></foreignObject></svg>',
      '<svg><feImage href="https://hostile"/></svg>',
      '<math><mtext><mglyph src="https://hostile"></mglyph></mtext></math>',
      '<math><semantics><mi>x</mi><annotation-xml encoding="text/html"><p>hostile</p></annotation-xml></semantics></math>',
    ])('that calls out loses that: %s', async (source) => {
      expect(culprits(await frameDocument('html', source))).toEqual([]);
      expect(requests).toEqual([]);
    });

    test('leads to a new tab', async () => {
      const [, link] =
        /(<a[^>]*>)/.exec(
          await bodyOf('html', '<svg><a xlink:href="https://out.test/"><text>x</text></a></svg>'),
        ) ?? [];
      expect(link).toContain('href="https://out.test/"');
      expect(link).toContain('target="_blank"');
      expect(link).toContain('rel="noopener noreferrer"');
    });

    test('that stands for millions is shown as its words', async () => {
      const copies = Array.from(
        { length: 9 },
        (_, at) => `<g id="a${at + 1}">${`<use href="#a${at}"/>`.repeat(10)}</g>`,
      );
      const body = await bodyOf(
        'html',
        `<p>before <svg><text id="a0">words</text>${copies.join('')}</svg> after</p>`,
      );
      expect(body).toBe('<body><p>before words after</p></body>');
    });
  });

  test.each(['title', 'name', 'location', 'body', 'forms', 'cookie', 'attributes', 'toString'])(
    'the id %s is the target of a link',
    async (id) => {
      const body = await bodyOf('html', `<a href="#${id}">x</a><p id="${id}">y</p>`);
      expect(body).toContain(`<p id="${id}">y</p>`);
    },
  );

  describe('words stay where a browser would show them', () => {
    test.each([
      ['for readers without scripts', '<p>a<noscript><p>b</p></noscript>c', 'a b c'],
      ['as they are typed', '<xmp><b>a</b></xmp><listing>b</listing>c', '<b>a</b> b c'],
      ['to the end of the page', 'a<plaintext><b>c', 'a <b>c'],
      [
        'in a form',
        '<form>a<fieldset><legend>b</legend><label>c</label></fieldset></form>',
        'a b c',
      ],
      ['in fields', '<input value=a><textarea>b\nc</textarea><input placeholder=d>', 'a b c d'],
      [
        'on buttons',
        '<button>a</button><button><b>b</b></button><input type=submit value=c>',
        'a b c',
      ],
      ['of choices', '<select><option>a<optgroup><option selected>b</optgroup></select>', 'a / b'],
      ['of ticks', '<input type=checkbox checked>a<input type=radio>b', '☑ a ○ b'],
      ['of results', '<output>a</output><meter value=1>b</meter>', 'a'],
      ['in elements that nobody knows', '<x-y>a<foo>b</foo></x-y><blink>c</blink>', 'a b c'],
      ['in what would open', '<dialog>a</dialog><div popover>b</div>', 'a b'],
      ['in what cannot be shown', '<object data="https://x.test/">a</object>', 'a'],
      ['in a canvas', '<canvas>a</canvas>', 'a'],
      ['in what moves', '<marquee>a</marquee>', 'a'],
      ['in a page in the page', '<iframe srcdoc="<body><p>a</p><p>b"></iframe>c', 'a b c'],
      [
        'in a set of frames',
        '<frameset><frame title=a src="https://x.test/"><frame src=b.html><noframes><p>c</noframes></frameset>',
        'a: https://x.test/ Part of another page not shown: b.html c',
      ],
      [
        'in open shadows',
        '<div><template shadowrootmode=open><p>a</p><slot></slot><slot name=n>c</slot></template>b<i slot=n>d</i></div>',
        'a b d',
      ],
      ['of pictures from elsewhere', '<img src="https://x.test/" alt="a"><img src=x alt=b>', 'a b'],
      [
        'of nameless pictures',
        '<img src="https://x.test/y">',
        'Picture not shown: https://x.test/y',
      ],
      [
        'of film from elsewhere',
        '<video poster=x><source src="https://x.test/y">a</video>',
        'Video not shown: https://x.test/y a',
      ],
      ['of sound from nowhere', '<audio></audio>b', 'Sound not shown b'],
      [
        'of frames',
        '<iframe src="https://x.test/">no</iframe>',
        'Part of another page not shown: https://x.test/',
      ],
      [
        'whatever fields are called',
        '<form><input name=getElementsByTagName value=a><input name=childNodes value=b></form>c',
        'a b c',
      ],
      [
        'whatever pictures are called',
        '<img name=body alt=a><img name=documentElement alt=b>c',
        'a b c',
      ],
    ])('%s', async (_what, source, words) => {
      const shown = await browser.shownText('text/html', source);
      const marks = (text: string) => text.replace(/\s+/g, '');
      expect(marks(shown)).toBe(marks(words));
    });

    test.each([
      '<template>hidden</template>',
      '<script>hidden</script><style>hidden</style><title>hidden</title>',
      '<datalist><option>hidden</datalist><input type=hidden value=hidden>',
      '<input type=password value=hidden>',
      '<noframes>hidden</noframes><noembed>hidden</noembed><iframe>hidden</iframe>',
      '<svg><title>hidden</title><desc>hidden</desc><metadata>hidden</metadata></svg>',
      '<img src="https://x.test/" width=1 height=1><img src="https://x.test/" alt="">',
      '<iframe src="https://x.test/hidden" style="display:none"></iframe>',
    ])('and not elsewhere: %s', async (source) => {
      expect(await browser.shownText('text/html', `<p>a${source}`)).not.toMatch(/hidden|shown/);
    });
  });

  test.each([
    ['sound', 'audio', 'data:audio/wav;base64,AAAA'],
    ['film', 'video', 'data:video/mp4;base64,AAAA'],
  ])('%s that stands in the page is there to play', async (_what, name, source) => {
    const body = await bodyOf('html', `<${name} autoplay loop src="${source}"></${name}>`);
    expect(body).toBe(`<body><${name} src="${source}" controls=""></${name}></body>`);
    const inSource = await bodyOf('html', `<${name}><source src="${source}">no</${name}>`);
    expect(inSource).toBe(`<body><${name} src="${source}" controls=""></${name}></body>`);
    expect(browser.complaints.filter((text) => /media-src/.test(text))).toEqual([]);
  });

  test('a page of any length keeps its order and its shape', async () => {
    const items = (count: number) =>
      Array.from({ length: count }, (_, at) => `<li><b>${at}</b></li>`).join('');
    const rows = Array.from({ length: 500 }, (_, at) => `<tr><td>${at}</td></tr>`).join('');
    const source = `first<div class="a" onclick="hostile"><p>x</p><ul>${items(1_000)}</ul>tail</div><table><tbody>${rows}</tbody></table>last`;
    const body = await bodyOf('html', `<body>${source}`);
    expect(body).toBe(`<body>${source.replace(' onclick="hostile"', '')}</body>`);
  });

  test('Markdown becomes HTML, with tables and ticks', async () => {
    const body = await bodyOf(
      'markdown',
      '# Hi\n\n- [x] done\n\n| a | b |\n| - | - |\n| 1 | 2 |\n',
    );
    expect(body).toContain('<h1 id="hi">Hi</h1>');
    expect(body).toContain('☑');
    expect(body).toContain('<td>1</td>');
  });

  test.each([
    ['<p style="color:#222">x</p>', true],
    ['<style>p { background: white }</style><p>x</p>', true],
    ['<table bgcolor="white"><tr><td>x</table>', true],
    ['<p style="margin:0">x</p>', false],
    ['<style>a { color:red }</style><p>x</p>', true],
    ['<p style="background-image:linear-gradient(red,blue)">x</p>', true],
    ['<style>p { background: var(--ground) }</style><p>x</p>', true],
    ['<p>color: red</p>', false],
    ['<p style="border-color: red; outline-color: red; caret-color: red">x</p>', false],
    ['<p style="text-decoration-color:red;accent-color:red;scrollbar-color:red blue">x</p>', false],
    ['<style>p { --color: red; column-rule-color: red } /* color: red */</style><p>x</p>', false],
    ['<p style="color: inherit; background: none">x</p>', false],
    ['<p style="background: transparent; color:currentColor !important">x</p>', false],
    ['<style>:root { color-scheme: light dark; print-color-adjust: exact }</style>', false],
    ['<svg><rect style="color:red" fill="red"></rect></svg>', false],
    ['<svg><text text="x">words</text></svg>', false],
  ])('%s brings its own colours: %s', async (source, does) => {
    const document = await frameDocument('html', `<p>first</p>${source}`);
    expect(/<html[^>]*data-own-colours/.test(document)).toBe(does);
  });

  test.each(['text/html', 'text/markdown', 'TEXT/HTML; charset=utf-8'])(
    '%s is shown in a frame that may only open tabs',
    async (mediaType) => {
      const srcdoc = await page.evaluate((type) => showPage(type, 'hello'), mediaType);
      expect(srcdoc).toContain('hello');
      const frame = page.getByTitle('Content of the page');
      expect(await frame.getAttribute('sandbox')).toBe(
        'allow-popups allow-popups-to-escape-sandbox',
      );
      expect(await frame.getAttribute('src')).toBeNull();
    },
  );

  test.each([
    ['a heading', '#the-end', '# The end'],
    ['a heading in another script', '#終わり', '# 終わり'],
    ['a name of long ago', '#low', '<a name="low"></a>'],
    ['a footnote', '#footnote-1', 'x[^1]\n\n[^1]: note'],
    ['what is called like a property', '#location', '<p id="location">x</p>'],
  ])('a click scrolls to %s', async (_what, target, low) => {
    const lines = 'line\n\n'.repeat(300);
    await frameDocument('markdown', `[go](${target})\n\n${lines}${low}\n\n${lines}`);
    const frame = page.frameLocator('iframe');
    await frame.getByText('go', { exact: true }).click();
    const isInSight = await frame.locator(':target').evaluate((element) => {
      const { top } = element.getBoundingClientRect();
      return top >= 0 && top < innerHeight;
    });
    expect(isInSight).toBe(true);
  });

  test('a click on an anchor moves inside the frame, and on a link opens a tab without referrer', async () => {
    await frameDocument(
      'html',
      '<a href="#low">in</a> <a href="http://out.test/">out</a><p id="low">low',
    );
    const frame = page.frameLocator('iframe');
    await frame.getByText('in', { exact: true }).click();
    expect(page.frames().at(-1)?.url()).toBe('about:srcdoc#low');
    expect(requests).toEqual([]);
    const [tab] = await Promise.all([page.waitForEvent('popup'), frame.getByText('out').click()]);
    await tab.waitForLoadState();
    expect(await tab.evaluate(() => [opener, document.referrer])).toEqual([null, '']);
    expect(page.url()).toBe(`${ORIGIN}/`);
    await tab.close();
  });

  test('nothing moves for whoever wants it still, whatever the page says', async () => {
    const moving =
      '<style>@keyframes k { to { margin: 9px } } #p { animation: k 1s infinite !important }</style>';
    const animations = async () =>
      await page
        .frameLocator('iframe')
        .locator('#p')
        .evaluate((element) => element.getAnimations().length);
    const shown = await frameDocument('html', `${moving}<p id="p">x<marquee>running</marquee>`);
    expect(shown).not.toContain('<marquee');
    expect(shown).toContain('running');
    expect(await animations()).toBe(1);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await animations()).toBe(0);
    await page.emulateMedia({ reducedMotion: null });
  });

  test('nothing was refused for want of a trusted type', () => {
    // The log also shows refused attempts of a hostile page.
    expect(browser.complaints.filter((text) => /trusted/i.test(text))).toEqual([]);
  });
});

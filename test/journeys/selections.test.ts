/**
 * Shares of a selection, in both browsers: they contain everything that a person could see, and nothing else. The
 * script is the built one, called as the extension calls it.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Capture, Captured, CaptureOptions } from '../../extension/capture/captured.ts';
import { EXTENSION } from '../../relay/build.ts';
import { findChromium } from '../support/chromium.ts';
import { findFirefox } from '../support/firefox.ts';
import { Firefox } from './firefox.ts';

interface Asked {
  readonly markup: string;
  /** The selection: everything in this element, or from one text to another, in any shadow root. */
  readonly target?: string;
  readonly from?: string;
  readonly to?: string;
  readonly options?: Partial<CaptureOptions>;
}

/** A page of a site, in one browser, that is filled again and again. */
interface Site {
  capture(asked: Asked): Promise<Captured>;
  close(): Promise<void>;
}

const OPTIONS: CaptureOptions = {
  keepsFormatting: true,
  hasImages: false,
  imageBytes: 100_000,
};

/** Runs in the page: shows the markup, selects, and captures. */
async function captureIn(asked: Asked, options: CaptureOptions, script = ''): Promise<Captured> {
  const world = globalThis as { mayflyCapture?: Capture };
  // oxlint-disable-next-line typescript/no-implied-eval -- the browser runs a file so, in a world of the extension's own
  if (!world.mayflyCapture) new Function(script)();
  const { markup, target = 'main', from, to = from } = asked;
  const isWhole = markup.startsWith('<html');
  const page = isWhole ? new DOMParser().parseFromString(markup, 'text/html') : undefined;
  for (const name of ['dir', 'lang', 'style']) {
    const value = page?.documentElement.getAttribute(name);
    if (value) document.documentElement.setAttribute(name, value);
    else document.documentElement.removeAttribute(name);
  }
  document.body.setHTMLUnsafe(page ? page.body.innerHTML : `<main>${markup}</main>`);
  const textIn = (tree: Node, words: string): [Text, number] | undefined => {
    for (const child of tree.childNodes) {
      const at = child instanceof Text ? child.data.indexOf(words) : -1;
      if (child instanceof Text && at >= 0) return [child, at];
      const root = child instanceof Element ? child.shadowRoot : null;
      const found = (root && textIn(root, words)) ?? textIn(child, words);
      if (found) return found;
    }
    return undefined;
  };
  const selection = getSelection();
  selection?.removeAllRanges();
  const element = document.querySelector(target);
  const start = from === undefined ? undefined : textIn(document.body, from);
  const end = to === undefined ? undefined : textIn(document.body, to);
  if (start && end) selection?.setBaseAndExtent(...start, end[0], end[1] + (to ?? '').length);
  else if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) {
    element.focus();
    element.select();
  } else if (element) {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    selection?.selectAllChildren(element);
  }
  return world.mayflyCapture!(options);
}

/** Runs in the page, where the function above was left. */
function callIn(args: readonly [Asked, CaptureOptions]): Promise<Captured> {
  return (Reflect.get(globalThis, 'captureIn') as typeof captureIn)(...args);
}

async function openChromium(url: string, script: string): Promise<Site> {
  const chrome = await chromium.launch({
    executablePath: findChromium() ?? '',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const page = await chrome.newPage();
  await page.goto(url);
  await page.addScriptTag({ content: script });
  await page.evaluate(`globalThis.captureIn = ${String(captureIn)}`);
  return {
    capture: (asked) => page.evaluate(callIn, [asked, { ...OPTIONS, ...asked.options }] as const),
    close: () => chrome.close(),
  };
}

async function openFirefox(url: string, script: string): Promise<Site> {
  const firefox = await Firefox.open();
  await firefox.visit(url);
  return {
    capture: (asked) =>
      firefox.evaluate(captureIn, asked, { ...OPTIONS, ...asked.options }, script),
    close: () => firefox.close(),
  };
}

const BROWSERS = [
  { browser: 'Chromium', isHere: findChromium() !== undefined, open: openChromium },
  { browser: 'Firefox', isHere: findFirefox() !== undefined, open: openFirefox },
];

/** The words of markup, as a reader gets them. */
function wordsOf(html: string): readonly string[] {
  const text = html
    .replaceAll(/<\/?(?:div|p|li|t[dhr]|h\d|br|ul|ol|dd|dt|pre|table|blockquote)\b[^>]*>/g, ' ')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&amp;', '&');
  return text.match(/\S+/g) ?? [];
}

/** The number of pages made up for each browser, and the seed. */
const PAGES = 150;
const SEED = Number(process.env['MAYFLY_SEED'] ?? Date.now() % 1_000_000);

/** A part of a page that is made up: a word, or something around other parts. */
interface Part {
  readonly kind: string;
  readonly parts: readonly Part[];
}

/** Each tree needs its own: none reaches into a shadow root. */
const SHEET = '<style>.before::before { content: attr(title) }</style>';

/** The markup of each kind, and whether its content is visible. `inner` is its parts, `word` a new word. */
const KINDS: Readonly<Record<string, (inner: string, word: () => string) => string>> = {
  div: (inner) => `<div>${inner}</div>`,
  section: (inner) => `<section class="x"><div>${inner}</div></section>`,
  bold: (inner) => `<b>${inner}</b>`,
  inline: (inner) => `<span style="display: inline-block">${inner}</span>`,
  block: (inner) => `<span style="display: block">${inner}</span>`,
  contents: (inner) => `<div style="display: contents">${inner}</div>`,
  flex: (inner) => `<div style="display: flex; flex-wrap: wrap">${inner}</div>`,
  grid: (inner) => `<div style="display: grid">${inner}</div>`,
  cells: (inner) =>
    `<div style="display: table"><div style="display: table-cell">${inner}</div></div>`,
  list: (inner) => `<ul><li>${inner}</li></ul>`,
  table: (inner) => `<table><tr><td>${inner}</td></tr></table>`,
  paragraph: (inner) => `<p>${inner}</p>`,
  code: (inner) => `<pre>${inner}</pre>`,
  link: (inner) => `<a href="https://x.example/">${inner}</a>`,
  form: (inner) =>
    `<form><input name="childNodes"><fieldset><legend>${inner}</legend></fieldset></form>`,
  button: (inner) => `<button type="button">${inner}</button>`,
  label: (inner, word) =>
    `<label>${inner} <select><option selected>${word()}</option></select></label>`,
  generated: (inner, word) => `<div class="before" title="${word()} ">${inner}</div>`,
  shadow: (inner) =>
    `<div><template shadowrootmode="open"><div><slot></slot></div></template>${inner}</div>`,
  inShadow: (inner) => `<div><template shadowrootmode="open">${SHEET}${inner}</template></div>`,
  details: (inner) => `<details open><summary>${inner}</summary></details>`,
  dialog: (inner) => `<dialog open style="position: static">${inner}</dialog>`,
  scrolled: (inner) => `<div style="height: 30px; overflow: auto"><br><br><br>${inner}</div>`,
  absolute: (inner) =>
    `<div style="position: relative; min-height: 20px"><div style="position: absolute">${inner}</div></div>`,
  transformed: (inner) => `<div style="transform: rotate(3deg)">${inner}</div>`,
  faint: (inner) => `<div style="opacity: 0.6">${inner}</div>`,
  again: (inner) =>
    `<div style="visibility: hidden">x<div style="visibility: visible">${inner}</div>x</div>`,
  drawing: (inner, word) =>
    `${inner}<svg width="90" height="20"><text y="15">${word()}</text></svg>`,
};
const HIDDEN: readonly ((inner: string) => string)[] = [
  (inner) => `<div style="display: none">${inner}</div>`,
  (inner) => `<div style="opacity: 0">${inner}</div>`,
  (inner) => `<div style="height: 0; overflow: hidden">${inner}</div>`,
  (inner) => `<div style="position: absolute; left: -9999px">${inner}</div>`,
  (inner) => `<div style="content-visibility: hidden">${inner}</div>`,
  (inner) => `<div style="position: absolute; clip-path: inset(100%)">${inner}</div>`,
  (inner) => `<div style="transform: scale(0)">${inner}</div>`,
  (inner) => `<details><summary></summary>${inner}</details>`,
  (inner) => `<div style="user-select: none">${inner}</div>`,
  (inner) => `<div hidden>${inner}</div>`,
];

const { page: anyPage } = fc.letrec<{ part: Part; page: readonly Part[] }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constant({ kind: 'word', parts: [] }),
    fc.record({
      kind: fc.constantFrom(...Object.keys(KINDS), ...HIDDEN.map((_, at) => `hidden ${at}`)),
      parts: fc.array(tie('part'), { maxLength: 3 }),
    }),
  ),
  page: fc.array(tie('part'), { minLength: 1, maxLength: 4 }),
}));

/** The markup of a page, and the words of it that can be seen. */
function written(page: readonly Part[]): { markup: string; words: readonly string[] } {
  const words: string[] = [];
  let made = 0;
  const markupOf = ({ kind, parts }: Part, isSeen: boolean, isInButton = false): string => {
    const word = () => {
      const next = `w${made++}`;
      if (isSeen) words.push(next);
      return next;
    };
    if (kind === 'word') return ` ${word()} `;
    const hidden = HIDDEN[Number(/^hidden (\d+)$/.exec(kind)?.[1])];
    const inside = () =>
      parts
        .map((part) => markupOf(part, isSeen && !hidden, isInButton || kind === 'button'))
        .join('');
    if (hidden) return hidden(inside());
    // These have a word of their own before or after their content.
    if (kind === 'generated') {
      const own = word();
      return KINDS.generated!(inside(), () => own);
    }
    const inner = inside();
    // A parser ends the outer button, and all that is open in it, where another begins.
    const isNested = kind === 'button' && isInButton;
    return KINDS[isNested ? 'div' : kind]!(inner, word);
  };
  const markup = page.map((part) => markupOf(part, true)).join('');
  return { markup: `${SHEET}${markup}`, words };
}

describe.each(BROWSERS)('in $browser, a selection', ({ isHere, open }) => {
  let server: Server;
  let site: Site;

  beforeAll(async () => {
    if (!isHere) return;
    server = createServer((_, response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end('<!doctype html><title>On mayflies</title>');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo; // it listens on a port
    const script = await readFile(join(EXTENSION.chromium, 'capture.js'), 'utf8');
    site = await open(`http://127.0.0.1:${port}/docs/one?token=abc`, script);
  });

  afterAll(async () => {
    await site?.close();
    server?.close();
  });

  const html = async (markup: string, asked?: Partial<Asked>) =>
    (await site.capture({ markup, ...asked })).html;

  test.skipIf(!isHere).each([
    ['closed details', '<details><summary>a</summary>x <p>x</p></details>', 'a'],
    ['open details', '<details open><summary>a</summary>b <p>c</p></details>', 'a b c'],
    ['hidden until found', 'a <div hidden="until-found">x</div>', 'a'],
    ['skipped content', 'a <div style="content-visibility: hidden">x<p>x</p></div>', 'a'],
    [
      'skipped content without a box',
      'a <div style="content-visibility: hidden"><div style="display: contents">x</div></div>',
      'a',
    ],
    [
      'content not drawn yet',
      '<div style="margin-top: 200vh; content-visibility: auto">a</div>',
      'a',
    ],
    ['no height', 'a <div style="height: 0; overflow: hidden">x</div>', 'a'],
    ['no height at most', 'a <div style="max-height: 0; overflow: hidden"><p>x</p></div>', 'a'],
    [
      'no height, turned',
      'a <div style="transform: rotate(3deg)"><p style="height: 0; overflow: hidden">x</p></div>',
      'a',
    ],
    ['no size', 'a <div style="width: 0; height: 0; overflow: clip">x</div>', 'a'],
    [
      'a box of one pixel',
      'a <span style="position: absolute; width: 1px; height: 1px; overflow: hidden; clip: rect(0, 0, 0, 0)">x</span>',
      'a',
    ],
    [
      'a path that leaves nothing',
      'a <span style="position: absolute; clip-path: inset(50%)">x</span>',
      'a',
    ],
    ['no opacity', 'a <div style="opacity: 0">x <b>x</b></div>', 'a'],
    [
      'hardly any opacity',
      'a <div style="opacity: 0.1"><div style="opacity: 0.1">x</div></div>',
      'a',
    ],
    ['no size of its letters', 'a <span style="font-size: 0">x</span>', 'a'],
    [
      'size again inside that',
      '<div style="font-size: 0">x <b style="font-size: 16px">a</b></div>',
      'a',
    ],
    ['far to the left', 'a <p style="position: absolute; left: -9999px">x</p>', 'a'],
    ['far above', 'a <p style="position: fixed; top: -9999px">x</p>', 'a'],
    ['moved away', 'a <p style="transform: translateX(-300vw)">x</p>', 'a'],
    ['shrunk to nothing', 'a <p style="transform: scale(0)">x</p>', 'a'],
    ['an indent of its letters', 'a <p style="text-indent: -9999px; overflow: hidden">x</p>', 'a'],
    ['no colour', 'a <span style="color: transparent">x</span>', 'a'],
    [
      'the colour of its ground',
      '<p style="color: white">x</p><p style="color: #fcfcfc">x</p><p style="color: #ddd">a</p><div style="background: #123456"><span style="color: rgb(18, 52, 86)">x</span> <b style="color: #fff">b</b> <i style="color: rgb(18 52 86 / 50%)">x</i></div>',
      'a b',
    ],
    [
      'the colour of a dark page',
      '<div style="background: black; color: white">a <b>b</b><p style="color: #030303">x</p></div>',
      'a b',
    ],
    [
      'the colour of a ground with something painted on it',
      '<style>.dark { position: relative } .dark::before { content: ""; position: absolute; inset: 0; background: black } .dark p { position: relative; color: white }</style><div class="dark"><p>a</p></div><div style="position: relative"><div style="position: absolute; inset: 0; background: black"></div><p style="position: relative; color: white">b</p></div><div style="background-image: linear-gradient(black, black); color: white">c</div>',
      'a b c',
    ],
    [
      'the colour of a ground that it lies beside',
      '<div style="background: white; position: relative; height: 20px"><p style="position: absolute; top: 60px; color: white">a</p></div><div style="background: black; height: 90px"></div>',
      'a',
    ],
    [
      'the colour of its ground and a shadow',
      '<p style="color: white; text-shadow: 0 0 2px black">a</p>',
      'a',
    ],
    ['a filter that leaves nothing', 'a <p style="filter: opacity(0)">x</p>', 'a'],
    [
      'paths that leave nothing',
      'a <p style="clip-path: inset(0 100% 0 0)">x</p><p style="clip-path: rect(0 0 0 0)">x</p><p style="clip-path: polygon(0 0, 0 0, 0 0)">x</p><p style="clip-path: inset(0 0 0 9999px)">x</p><p style="clip-path: circle(0)">x</p>',
      'a',
    ],
    [
      'a path that leaves a part',
      '<p style="clip-path: inset(0 0 50% 0); font: 10px/10px monospace">a<br>x</p><p style="clip-path: polygon(0 0, 50% 0, 50% 100%, 0 100%); width: 8ch; font: 10px/10px monospace">bbb xxx</p>',
      'a bbb',
    ],
    [
      'cards and their backs',
      '<div style="transform-style: preserve-3d; position: relative; height: 40px"><p style="position: absolute; backface-visibility: hidden">a</p><p style="position: absolute; backface-visibility: hidden; transform: rotateY(180deg)">x</p></div><div style="transform-style: preserve-3d; transform: rotateY(180deg); position: relative; height: 40px"><p style="position: absolute; backface-visibility: hidden">x</p><p style="position: absolute; backface-visibility: hidden; transform: rotateY(180deg)">b</p></div>',
      'a b',
    ],
    [
      'a chat that is scrolled from its end',
      '<div style="display: flex; flex-direction: column-reverse; height: 60px; overflow: auto"><p>c</p><p>b</p><p style="margin-top: 300px">a</p></div>',
      'a b c',
    ],
    [
      'a box that is scrolled from its right',
      '<div dir="rtl" style="overflow: auto; width: 60px"><p style="width: 400px"><bdo dir="ltr">a</bdo> <span style="display: inline-block; width: 300px"></span> <bdo dir="ltr">b</bdo></p></div>',
      'a b',
    ],
    [
      'upright lines that are scrolled to',
      '<div style="writing-mode: vertical-rl; overflow: auto; width: 60px; height: 90px"><p>a</p><p style="margin-right: 300px">b</p></div>',
      'a b',
    ],
    [
      'a ground that shines through',
      '<p style="color: transparent; background: linear-gradient(red, blue); background-clip: text">a</p>',
      'a',
    ],
    ['a shadow alone', '<p style="color: transparent; text-shadow: 0 0 1px black">a</p>', 'a'],
    [
      'hidden parts',
      '<div style="visibility: hidden">x <b style="visibility: visible">a</b> x</div>',
      'a',
    ],
    [
      'not to be selected',
      '<div style="user-select: none">x <b>x</b> <b style="user-select: text">a</b></div>',
      'a',
    ],
    [
      'cut lines',
      '<div style="font: 10px/10px monospace; width: 8ch; height: 20px; overflow: hidden">aaaa bbbb xxxx xxxx</div>',
      'aaaa bbbb',
    ],
    [
      'lines that can be scrolled to',
      '<div style="height: 20px; overflow: auto"><p>a</p><p style="margin-top: 90px">b</p></div>',
      'a b',
    ],
    [
      'a menu that leaves its box',
      '<div style="position: relative"><div style="overflow: hidden; height: 20px">a <div style="position: absolute; top: 50px">b</div></div></div>',
      'a b',
    ],
    ['a box without room that cuts nothing', '<div style="height: 0">a</div>', 'a'],
    ['buttons', '<button>a <h3>b</h3></button>', 'a b'],
    ['an open dialog', '<dialog open>a <p>b</p></dialog><dialog>x</dialog>', 'a b'],
    ['results', '<form><output>a</output> <meter value="0.6">b</meter></form>', 'a b'],
    [
      'drawings',
      '<svg viewBox="0 0 90 50"><title>x</title><text y="20">a</text><text y="40">b <tspan>c</tspan></text></svg>',
      'a b c',
    ],
    ['choices', '<select><option>x</option><option selected>a</option></select> b', 'a b'],
    [
      'ticks',
      '<label><input type="checkbox" checked>a</label> <label><input type="radio">b</label>',
      '☑a ○b',
    ],
    [
      'shadow roots',
      '<div><template shadowrootmode="open"><p>a</p><slot></slot><slot name="s">x</slot>d</template>b<i slot="s">c</i></div>',
      'a bcd',
    ],
    [
      'slots that nobody filled',
      '<div><template shadowrootmode="open"><slot>a</slot><slot name="s">b</slot></template><i slot="t">x</i></div>',
      'ab',
    ],
    [
      'roots in roots',
      '<div><template shadowrootmode="open"><section><template shadowrootmode="open">a <slot></slot></template><slot></slot></section></template>b</div>',
      'a b',
    ],
    [
      'texts before and after',
      '<style>i::before { content: "a " } i::after { content: attr(title) " \\41" }</style><i title="c">b</i>',
      'a bc A',
    ],
    ['texts unseen before', '<style>b::before { content: "x"; opacity: 0 }</style><b>b</b>', 'b'],
    [
      'counted headings',
      '<style>main { counter-reset: h } h2 { counter-increment: h; counter-reset: s } h3::before { counter-increment: s; content: counter(h) "." counter(s, lower-roman) " " } h2::before { content: counter(h, upper-alpha) ") " }</style><h2>a</h2><h3>b</h3><h2>c</h2><h3>d</h3><h3>e</h3>',
      'A) a 1.i b B) c 2.i d 2.ii e',
    ],
    [
      'reversed boxes',
      '<div style="display: flex; flex-direction: row-reverse"><p>b</p><p>a</p></div><div style="display: flex"><p style="order: 2">d</p><p>c</p></div>',
      'a b c d',
    ],
    ['a row of boxes', '<div style="display: flex"><span>a</span><span>b</span></div>', 'a b'],
    ['masked letters', 'a <span style="-webkit-text-security: disc">x</span> b', 'a b'],
    [
      'a form whose fields are called like parts of it',
      '<form><input name="childNodes"><input name="getClientRects"><input name="shadowRoot"><p>a</p></form>',
      'a',
    ],
    ['an article with nothing to hide', '<article><h1>a</h1><p>b <i>c</i></p></article>', 'a b c'],
  ])('of %s is what can be seen', async (_, markup, words) => {
    const {
      html: copy,
      text,
      notes,
    } = await site.capture({ markup: `<p><b>start</b></p><p>of</p>${markup}` });
    expect(wordsOf(copy ?? '').join(' ')).toBe(`start of ${words}`);
    expect(text.replaceAll(/\s+/g, ' ').trim()).toBe(`start of ${words}`);
    expect(notes.filter((note) => note !== 'masked')).toEqual([]);
  });

  test.skipIf(!isHere).each([
    ['a field for a password', '<input id="f" type="password" value="secret">'],
    [
      'a field that a sheet masks',
      '<input id="f" style="-webkit-text-security: disc" value="secret">',
    ],
    ['a text that a sheet masks', '<p id="f" style="-webkit-text-security: square">secret</p>'],
    [
      'a text that is masked from around it',
      '<div style="-webkit-text-security: circle"><p id="f"><b>secret</b></p></div>',
    ],
  ])('of %s says so, and is nothing', async (_, markup) => {
    const captured = await site.capture({ markup, target: '#f' });
    expect(captured).toEqual({ text: '', missingImages: 0, notes: ['masked'] });
  });

  test.skipIf(!isHere)(
    'of nothing but letters in the colour of their ground was marked to read them',
    async () => {
      const markup =
        '<p>a <span id="f" style="background: black; color: black">b <i>c</i></span></p>';
      expect(await site.capture({ markup, target: '#f' })).toMatchObject({
        text: 'b c',
        notes: [],
      });
      expect(await site.capture({ markup })).toMatchObject({ text: 'a' });
    },
  );

  test.skipIf(!isHere)('has the marks of a quotation in its plain text too', async () => {
    const markup = '<p>a <q>b c</q> <b>d</b></p>';
    expect(await site.capture({ markup })).toMatchObject({
      html: '<p>a <q>b c</q> <b>d</b></p>',
      text: 'a “b c” d',
    });
    expect(await site.capture({ markup, from: 'c', to: 'd' })).toMatchObject({ text: 'c” d' });
  });

  test.skipIf(!isHere)('has the texts of images that can be seen, and of no other', async () => {
    const markup = `<p>a <b>b</b> <img alt="c" width="30" height="30"> <img alt="😀" width="20" height="20"></p>
      <p style="position: absolute; left: -9999px"><img alt="x" width="30" height="30"></p>
      <div style="height: 0; overflow: hidden"><p><img alt="x" width="30" height="30"></p></div>
      <div style="user-select: none"><img alt="x" width="30" height="30"></div>
      <img alt="x" src="/dot.gif" width="1" height="1">`;
    for (const hasImages of [false, true]) {
      const { html: copy, text } = await site.capture({ markup, options: { hasImages } });
      expect(wordsOf(copy ?? '')).toEqual(['a', 'b', 'c', '😀']);
      expect(text).toBe('a b 😀');
    }
  });

  test.skipIf(!isHere)('around masked and typed text says that these are left out', async () => {
    const markup = `<p>a <i>b</i></p><input value="typed"><input type="password" value="secret"><textarea></textarea>
      <span style="-webkit-text-security: disc">secret</span>`;
    const captured = await site.capture({ markup });
    expect(captured.notes).toEqual(['masked', 'typed']);
    expect(JSON.stringify(captured)).not.toMatch(/typed"?>|secret/);
  });

  test.skipIf(!isHere)('in a field is what is marked there', async () => {
    const field =
      '<div><template shadowrootmode="open"><slot></slot></template><textarea id="f">a  b</textarea></div>';
    expect(await site.capture({ markup: field, target: '#f' })).toMatchObject({
      text: 'a  b',
      notes: [],
    });
  });

  test
    .skipIf(!isHere)
    .each([
      '<a name="s">a</a>',
      '<a onclick="go()">a</a>',
      '<a href="">a</a>',
      '<a href="#">a</a>',
      '<a href=" ">a</a>',
      '<a href="?">a</a>',
      '<a href="?token=abc">a</a>',
      '<a href="./one">a</a>',
      '<a href="/docs/one?token=abc#x">a</a>',
    ])('with the link %s to its own page is text', async (link) => {
    for (const base of ['', '<base href="/docs/">']) {
      const captured = await site.capture({ markup: `${base}<p>plain ${link}</p>` });
      expect(captured).toEqual({ text: 'plain a', missingImages: 0, notes: [] });
    }
  });

  test.skipIf(!isHere).each([
    [
      'the page',
      '<html dir="rtl" lang="he"><main><p>a <b>b</b></p></main>',
      '<div lang="he" dir="rtl"><p>a <b>b</b></p></div>',
    ],
    [
      'an element around',
      '<div lang="fr"><div id="t"><p>a <b>b</b></p></div></div>',
      '<div lang="fr"><p>a <b>b</b></p></div>',
      '#t',
    ],
    [
      'the next one around, where a page writes something else there',
      '<div lang="fr"><div lang="token7"><p id="t">a <b lang="x-token8">b</b></p></div></div>',
      '<div lang="fr">a <b>b</b></div>',
      '#t',
    ],
    [
      'its parts',
      '<p lang="zh-Hant-TW">a <b lang="es-419">b</b> <i lang="de-CH-1996">c</i></p>',
      '<p lang="zh-Hant-TW">a <b lang="es-419">b</b> <i lang="de-CH-1996">c</i></p>',
    ],
    ['a sheet', '<p>a</p><p style="direction: rtl">b</p>', '<p>a</p><p dir="rtl">b</p>'],
    ['its letters', '<p>a</p><p dir="auto">שלום</p>', '<p>a</p><p dir="rtl">שלום</p>'],
    [
      'a sheet that turns letters',
      '<p>a <span style="direction: rtl; unicode-bidi: bidi-override">b</span></p>',
      '<p>a <span dir="rtl" style="unicode-bidi: bidi-override">b</span></p>',
    ],
    ['the element', '<p>a <bdo dir="rtl">b</bdo></p>', '<p>a <bdo dir="rtl">b</bdo></p>'],
  ])('has the direction and the language of %s', async (_, markup, copy, target = 'main') => {
    expect(await html(markup, { target })).toBe(copy);
  });

  test.skipIf(!isHere)('has the numbers of a table, and no words in their place', async () => {
    const row = (first: string, second: string) =>
      `<table><tbody><tr><td${first}>a</td><td${second}>b</td></tr></tbody></table>`;
    const markup = row(' colspan="2"', ' colspan="token7" rowspan="2 token8"');
    expect(await html(markup)).toBe(row(' colspan="2"', ''));
  });

  test.skipIf(!isHere).each([
    ['pre-wrap', 'a  b\n c', 'pre-wrap', 'a  b\n c'],
    ['pre', 'a  b\n c', 'pre-wrap', 'a  b\n c'],
    ['break-spaces', 'a  b\n c', 'pre-wrap', 'a  b\n c'],
    ['break-spaces nowrap', 'a  b\n c', 'pre-wrap', 'a  b\n c'],
    ['preserve nowrap', 'a  b\n c', 'pre-wrap', 'a  b\n c'],
    ['pre-line', 'a  b\n c', 'pre-line', 'a b\nc'],
    ['preserve-breaks', 'a  b\n\n c', 'pre-line', 'a b\n\nc'],
  ])('keeps the spaces of white-space: %s', async (css, written, kept, shown) => {
    const captured = await site.capture({
      markup: `<p>s <b>t</b></p><p style="white-space: ${css}">${written}</p>`,
    });
    expect(captured.html).toBe(`<p>s <b>t</b></p><p style="white-space: ${kept}">${shown}</p>`);
    expect(captured.text).toBe(`s t\n\n${shown}`);
  });

  test.skipIf(!isHere).each([
    ['its lines', '<pre>a\n\n  <b>b</b>\n</pre>', '<pre>a\n\n  <b>b</b>\n</pre>', 'a\n\n  b'],
    ['its first empty line', '<pre>\n\na <b>b</b></pre>', '<pre>\n\na <b>b</b></pre>', '\na b'],
    [
      'empty lines that are blocks',
      '<pre><div>a</div><div style="min-height: 1em"></div><div><b>b</b></div></pre>',
      '<pre><div>a</div><div><br></div><div><b>b</b></div></pre>',
      'a\n\nb',
    ],
    [
      'spaces folded again in it',
      '<pre>a  <b style="white-space: normal">b  c</b></pre>',
      '<pre>a  <b style="white-space: normal">b c</b></pre>',
      'a  b c',
    ],
  ])('of code keeps %s', async (_, markup, copy, text) => {
    const captured = await site.capture({ markup });
    expect(captured.html).toBe(copy);
    expect(captured.text).toBe(text);
  });

  test.skipIf(!isHere).each([
    ['a start', '<ol start="3"><li>a<li>b</ol>', '<ol start="3"><li>a</li><li>b</li></ol>'],
    [
      'a value',
      '<ol><li>a<li value="7">b<li>c</ol>',
      '<ol><li>a</li><li value="7">b</li><li>c</li></ol>',
    ],
    [
      'turned round',
      '<ol reversed><li>a<li>b</ol>',
      '<ol start="2"><li>a</li><li value="1">b</li></ol>',
    ],
    [
      'by a sheet',
      '<style>ol { counter-reset: list-item 4 } li { counter-increment: list-item 2 }</style><ol><li>a<li>b</ol>',
      '<ol start="6"><li>a</li><li value="8">b</li></ol>',
    ],
    [
      'past a point unseen',
      '<ol><li>a<li style="display: none">x<li>b</ol>',
      '<ol><li>a</li><li>b</li></ol>',
    ],
    [
      'past a point that only takes room',
      '<ol><li>a<li style="visibility: hidden">x<li>b</ol>',
      '<ol><li>a</li><li value="3">b</li></ol>',
    ],
    [
      'with a sign of its own',
      `<ul style="list-style-type: '→ '"><li>a</ul>`,
      '<ul><li style="list-style-type: none">→ a</li></ul>',
    ],
    [
      'without signs',
      '<ul style="list-style: none"><li>a</ul>',
      '<ul style="list-style-type: none"><li>a</li></ul>',
    ],
    [
      'generated',
      '<style>ol { list-style: none; counter-reset: n } li { counter-increment: n } li::before { content: counters(n, ".") ". " }</style><ol><li>a<ol><li>b</ol><li>c</ol>',
      '<ol style="list-style-type: none"><li>1. a<ol style="list-style-type: none"><li>1.1. b</li></ol></li><li>2. c</li></ol>',
    ],
    [
      'of what is no list',
      '<div style="display: list-item; margin: 2em; list-style: decimal">a</div><i>b</i>',
      '<div>1. a</div><i>b</i>',
    ],
  ])('of a list numbered %s has these numbers', async (_, markup, copy) => {
    expect(await html(markup)).toBe(copy);
  });

  test.skipIf(!isHere).each([
    [
      'tables of a sheet',
      '<div style="display: table"><div style="display: table-row"><div style="display: table-cell">a</div><div style="display: table-cell">b</div></div></div>',
      '<table><tr><td>a</td><td>b</td></tr></table>',
    ],
    [
      'tables of a sheet without rows',
      '<div style="display: table"><div style="display: table-cell">a</div><div style="display: table-cell">b</div></div>',
      '<table><tr><td>a</td><td>b</td></tr></table>',
    ],
    [
      'cells alone',
      '<div style="display: table-cell">a</div><div style="display: table-cell">b</div><p>c</p>',
      '<table><tr><td>a</td><td>b</td></tr></table><p>c</p>',
    ],
    [
      'blocks in paragraphs',
      '<p>a <span style="display: block">b</span></p><i>c</i>',
      '<div>a <div>b</div></div><i>c</i>',
    ],
    [
      'links in links',
      '<a href="/x"><b>a</b><div><template shadowrootmode="open"><a href="/y">b</a></template></div></a>',
      /^<b>a<\/b><div><a href="[^"]*\/y">b<\/a><\/div>$/,
    ],
    [
      'usual sizes beside choices',
      '<div style="font-size: 10px"><i>a</i> <select style="font-size: 40px"><option>much longer than a<option>and this one</select></div>',
      '<div><i>a</i> much longer than a</div>',
    ],
  ])('keeps %s as they are', async (_, markup, copy) => {
    const found = await html(markup);
    if (typeof copy === 'string') expect(found).toBe(copy);
    else expect(found).toMatch(copy);
  });

  const HALF = '<mfrac><mn>1</mn><mn>2</mn></mfrac>';
  const SQUARE = '<msup><mi>x</mi><mn>2</mn></msup>';
  test.skipIf(!isHere).each([
    ['MathML', `<math>${HALF}</math>`, `<math>${HALF}</math>`, '1/2'],
    [
      'MathML with its source',
      `<math><semantics>${SQUARE}<annotation encoding="application/x-tex">x^2</annotation></semantics></math>`,
      `<math><mrow>${SQUARE}</mrow></math>`,
      'x^2',
    ],
    [
      'KaTeX',
      `<span class="katex"><span class="katex-mathml" style="position: absolute; clip: rect(1px, 1px, 1px, 1px); height: 1px; width: 1px; overflow: hidden"><math><semantics>${SQUARE}<annotation encoding="application/x-tex">x^{2}</annotation></semantics></math></span><span class="katex-html" aria-hidden="true">x<span>2</span></span></span>`,
      `<math><mrow>${SQUARE}</mrow></math>`,
      'x^{2}',
    ],
    [
      'MathJax',
      `<mjx-container><svg width="9" height="9"></svg><mjx-assistive-mml style="position: absolute; width: 1px; height: 1px; overflow: hidden"><math display="block">${HALF}</math></mjx-assistive-mml></mjx-container>`,
      `<math display="block">${HALF}</math>`,
      '1/2',
    ],
    [
      'an old MathJax',
      '<span class="MathJax">x2</span><script type="math/tex">x^2</script>',
      'x^2',
      'x^2',
    ],
    [
      'a drawing of one',
      '<span class="mwe-math-element"><img alt="{\\displaystyle x^{2}}" width="9" height="9"></span>',
      '{\\displaystyle x^{2}}',
      '{\\displaystyle x^{2}}',
    ],
  ])('of a formula by %s has it once', async (_, markup, copy, source) => {
    const captured = await site.capture({ markup: `<p>a <b>b</b> ${markup}</p>` });
    expect(captured.html).toBe(`<p>a <b>b</b> ${copy}</p>`);
    expect(captured.text).toBe(`a b ${source}`);
    expect(captured.notes).toEqual([]);
  });

  test.skipIf(!isHere)('whose copy would lack a word is the text alone, and says so', async () => {
    // A style sheet is in no copy, and this page shows its own.
    const markup = '<p>a <b>b</b></p><style style="display: block">i { color: red }</style>';
    const captured = await site.capture({ markup });
    expect(captured).toEqual({
      text: 'a b\n\ni { color: red }',
      missingImages: 0,
      notes: ['plain'],
    });
  });

  test.skipIf(!isHere)(
    'has the text of a picture once, where a link beside it says the same',
    async () => {
      const markup =
        '<p><a href="/anna"><img alt="Anna"></a> <a href="/anna">Anna</a> and <img alt="Bob"> <i>Bobby</i></p>';
      const copy = await html(markup);
      expect(wordsOf(copy ?? '')).toEqual(['Anna', 'and', 'Bob', 'Bobby']);
      expect(copy?.match(/<a /g)).toHaveLength(1);
    },
  );

  test.skipIf(!isHere)('in a shadow root is what is marked there', async () => {
    const markup =
      '<div><template shadowrootmode="open"><p>one <b>two</b> three</p></template></div><p>four <i>five</i> six</p>';
    expect(await html(markup, { from: 'ne', to: 'thr' })).toBe('ne <b>two</b> thr');
    expect(await html(markup, { from: 'wo', to: 'five' })).toBe(
      '<p><b>wo</b> three</p><p>four <i>five</i></p>',
    );
  });

  test.skipIf(!isHere)(
    'of any page has the words that its maker made visible, in their order',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyPage, async (page) => {
          const { markup, words } = written(page);
          const { html: copy, text } = await site.capture({
            markup: `<p>start</p><i>of</i>${markup}`,
          });
          expect(wordsOf(copy ?? '').join(' '), markup).toBe(['start', 'of', ...words].join(' '));
          expect(text.match(/\S+/g), markup).toEqual(['start', 'of', ...words]);
        }),
        { numRuns: PAGES, seed: SEED },
      );
    },
    120_000,
  );
});

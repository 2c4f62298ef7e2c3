/** One article with a secret in every kind of place, each in the middle of its text. */
import { fixture } from '../fixture.ts';
import { article, around } from '../markup.ts';
import { CLOCK, GARDEN, RIVER } from '../prose.ts';
import { base64, type Hiding } from '../secrets.ts';

/** The place of each kind within a paragraph; those of the document itself are apart. */
const PLACES: Readonly<Partial<Record<Hiding, (secret: string) => string>>> = {
  'typed value': (secret) => `<input value="${secret}">`,
  'hidden input': (secret) => `<input type="hidden" value="${secret}">`,
  password: (secret) => `<input type="password" value="${secret}">`,
  textarea: (secret) => `<textarea>${secret}</textarea>`,
  'unchosen option': (secret) => `<select><option></option><option>${secret}</option></select>`,
  datalist: (secret) => `<datalist><option value="${secret}">${secret}</option></datalist>`,
  draft: (secret) => `<span contenteditable="true" role="textbox">${secret}</span>`,
  'form action': (secret) => `<button formaction="/x?y=${secret}"></button>`,
  'mail link': (secret) => `<a href="mailto:?to=a@b.example&body=${secret}">.</a>`,
  'script link': (secret) => `<a href="javascript:go('${secret}')">.</a>`,
  'link user': (secret) => `<a href="https://${secret}:${secret}@h.example/">.</a>`,
  'link query': (secret) => `<a href="https://h.example/a?id=4&session_token=${secret}">.</a>`,
  'link fragment': (secret) => `<a href="https://h.example/a#id_token=${secret}&state=1">.</a>`,
  'link path': (secret) => `<a href="https://h.example/reset-password/${secret}">.</a>`,
  ping: (secret) => `<a href="https://h.example/" ping="/p?${secret}">.</a>`,
  'data attribute': (secret) => `<b data-token="${secret}" data-x='{"y":"${secret}"}'>.</b>`,
  'title attribute': (secret) => `<abbr title="${secret}">.</abbr>`,
  'aria-label': (secret) => `<span aria-label="${secret}" aria-description="${secret}">.</span>`,
  'alt of unseen': (secret) =>
    `<img src="/img/flat-1x1-p.png" width="1" height="1" alt="${secret}">`,
  handler: (secret) => `<b onclick="send('${secret}')">.</b>`,
  class: (secret) =>
    `<b class="${secret}" id="u-${secret}" slot="${secret}" name="${secret}">.</b>`,
  language: (secret) => `<span lang="${secret}" dir="${secret}">.</span>`,
  formula: (secret) =>
    `<math dir="${secret}" display="${secret}"><mo stretchy="${secret}" mathvariant="${secret}" linethickness="${secret}">.</mo></math>`,
  comment: (secret) => `<!-- ${secret} -->`,
  json: (secret) => `<script type="application/json">{"t":"${base64(secret)}"}</script>`,
  script: (secret) => `<script>var t = '${secret}'</script>`,
  meta: (secret) => `<meta itemprop="sku" content="${secret}">`,
  microdata: (secret) => `<link itemprop="url" href="https://h.example/${secret}">`,
  rdfa: (secret) => `<span property="x:y" resource="#${secret}" content="${secret}">.</span>`,
  'custom property': (secret) =>
    `<span style="--t: '${secret}'; font-family: '${secret}'">.</span>`,
  'display none': (secret) => `<span style="display: none">${secret}</span>`,
  visibility: (secret) => `<span style="visibility: hidden">${secret}</span>`,
  clip: (secret) => `<span style="position: absolute; clip: rect(0 0 0 0)">${secret}</span>`,
  'clip-path': (secret) =>
    `<span style="position: absolute; clip-path: inset(100%)">${secret}</span>`,
  'off-screen': (secret) => `<span style="position: absolute; left: -9999px">${secret}</span>`,
  transparent: (secret) => `<span style="opacity: 0">${secret}</span>`,
  'zero size': (secret) =>
    `<span style="display: inline-block; width: 0; height: 0; overflow: hidden">${secret}</span>`,
  'zero font': (secret) => `<span style="font-size: 0">${secret}</span>`,
  'screen reader only': (secret) =>
    `<span style="position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; white-space: nowrap" aria-live="polite">${secret}</span>`,
  'hidden attribute': (secret) => `<span hidden>${secret}</span>`,
  'text-indent': (secret) =>
    `<span style="display: block; text-indent: -9999px; overflow: hidden; height: 9px">${secret}</span>`,
  'content-visibility': (secret) =>
    `<span style="display: block; content-visibility: hidden">${secret}</span>`,
  'scaled away': (secret) =>
    `<span style="display: inline-block; transform: scale(0)">${secret}</span>`,
  masked: (secret) => `<span style="-webkit-text-security: disc">${secret}</span>`,
  template: (secret) => `<template>${secret}</template>`,
  noscript: (secret) => `<noscript>${secret}</noscript>`,
  'closed details': (secret) => `<details><summary></summary>${secret}</details>`,
  'closed dialog': (secret) => `<dialog>${secret}</dialog>`,
  'closed popover': (secret) => `<span popover>${secret}</span>`,
  'print only': (secret) => `<span class="print-only">${secret}</span>`,
  'unopened tab': (secret) => `<span role="tabpanel" class="panel">${secret}</span>`,
  'svg title': (secret) =>
    `<svg width="9" height="9"><title>${secret}</title><desc>${secret}</desc><defs><text>${secret}</text></defs><rect width="9" height="9"/></svg>`,
  fallback: (secret) =>
    `<video width="9" height="9">${secret}</video><canvas width="9" height="9">${secret}</canvas>`,
  frame: (secret) => `<iframe width="90" height="30" srcdoc="<p>${secret}</p>"></iframe>`,
  'frame address': (secret) => `<iframe width="90" height="30" src="/frame?${secret}"></iframe>`,
  poster: (secret) => `<video width="9" height="9" poster="/img/flat-9x9-p.png?${secret}"></video>`,
  'image address': (secret) =>
    `<img src="/img/flat-40x40-a.png?${secret}" width="40" height="40" alt="" longdesc="/l?${secret}">`,
  srcset: (secret) =>
    `<img src="/img/flat-40x40-b.png" srcset="/img/flat-40x40-b.png?${secret} 9x" width="40" height="40" alt="">`,
  source: (secret) =>
    `<picture><source media="print" srcset="/img/flat-40x40-c.png?${secret}"><img src="/img/flat-40x40-c.png" width="40" height="40" alt=""></picture>`,
  'data-src': (secret) =>
    `<img src="/img/flat-40x40-d.png" data-src="/d?${secret}" width="40" height="40" alt="">`,
};

const TEXTS = [...RIVER, ...CLOCK, ...GARDEN];

export const HIDDEN_PLACES = fixture('hidden-places', (plant) => {
  const places = Object.entries(PLACES);
  const from = (at: number) => Math.round((at * places.length) / TEXTS.length);
  const body = TEXTS.map((text, at) => {
    const [start = '', ...rest] = text.split('. ');
    const hidden = places
      .slice(from(at), from(at + 1))
      .map(([hiding, place]) => place(plant(hiding as Hiding))); // a key of the table
    return article`<p>${start}. ${around`${hidden}`} ${rest.join('. ')}</p>`;
  });
  return {
    title: 'Everything that a page can hide',
    path: `/story?id=7&auth=${plant('own address')}`,
    cookie: `session=${plant('cookie')}`,
    isPrivate: true,
    head: `<style>@media screen { .print-only, .panel { display: none } } .never::before { content: "${plant('css content')}" }</style>`,
    body: around`<nav><a href="/">Home</a><a href="/more">More</a></nav><main><article>${article`<h1>Everything that a page can hide</h1>`}${body}</article></main>`,
    script: `localStorage.setItem('s', '${plant('storage')}'); document.querySelector('article').secret = '${plant('element property')}'`,
  };
});

/** Pages made of components with trees of their own: open, closed, and in each other, with slots. */
import { fixture, quoted } from '../fixture.ts';
import { article, around, either, type Markup } from '../markup.ts';
import { BEES, CLOCK, GARDEN, TRAIN } from '../prose.ts';

function open(tree: Markup, light: Markup | string = ''): Markup {
  return around`<template shadowrootmode="open">${tree}</template>${light}`;
}

/** A magazine of components with open trees: the text is passed in by slots, titles stand in the trees. */
export const slots = fixture('slots', (plant) => ({
  title: 'Bees of the bare bank | Field',
  head: `<style>fd-article { display: block; max-width: 700px; margin: auto }</style>`,
  body: around`
<fd-header>${open(around`<style>a { color: green }</style><nav><a href="/">Field</a><a href="/animals">Animals</a><a href="/plants">Plants</a></nav><input type="password" value="${plant('password')}">`)}</fd-header>
<fd-article>${around`<template shadowrootmode="open"><style>.gone { display: none } article { padding: 10px }</style><article><header><h1><slot name="title"></slot></h1><p><slot name="lead"></slot></p></header><div class="gone">${plant('display none')}</div><div class="text"><slot></slot></div><footer><slot name="tools"></slot></footer></article></template>
<span slot="tools"><button>Share</button><button>Save</button></span>
<p>${BEES[0]!}</p><fd-ad><template shadowrootmode="open"><div>Sponsored: gloves for gardeners</div></template></fd-ad>
<p>${BEES[1]!} <a href="/help?id=4&auth_token=${plant('link query')}">Seven ways to do less.</a></p><h2>Forty gardens</h2><p>${BEES[2]!}</p>
<span slot="title">Bees of the bare bank</span><span slot="lead">Those who want to help them can do so by doing less.</span><span slot="unknown">${plant('unopened tab')}</span>
<p>${BEES[3]!}</p>`.seenAs(
    article`<h1>Bees of the bare bank</h1><p>Those who want to help them can do so by doing less.</p><p>${BEES[0]!}</p><p>${BEES[1]!} <a>Seven ways to do less.</a></p><h2>Forty gardens</h2><p>${BEES[2]!}</p><p>${BEES[3]!}</p>`,
  )}</fd-article>
<fd-related data-key="${plant('data attribute')}">${open(around`<h2>More from Field</h2><a href="/1">Wasps, a defence</a><a href="/2">What moss knows</a>`)}</fd-related>`,
}));

/** The same idea with closed trees, made by a script: nothing of the article is in the document itself. */
export const closedTrees = fixture('closed-trees', (plant) => {
  const story = around`<style>:host { display: block; max-width: 700px; margin: auto } .off { opacity: 0 } .tip { visibility: hidden }</style><div class="story">
  ${article`<h1>Nobody sleeps before ten</h1>`}<p class="by">${either`Petra Kuhn, 12 August 2026`}</p>
  ${article`<p>${TRAIN[0]!}</p><p>${TRAIN[1]!}</p>`}<div class="off">${plant('transparent')}</div>
  ${article`<h2>Old benches</h2><p>${TRAIN[2]!}</p><p>${TRAIN[3]!} <a href="https://rail.example/b;token=${plant('link path')}">Book a bunk</a>, if you can.</p>`}
  <span class="tip">${plant('visibility')}</span><input value="${plant('typed value')}"></div>`;
  const menu = around`<nav><a href="/">Lines</a><a href="/maps">Maps</a><a href="/shop">Shop</a><button>Log in</button></nav>`;
  const teasers = around`<h3>Read next</h3><ul><li><a href="/1">Breakfast, a history</a></li><li><a href="/2">Which bunk is the quietest?</a></li></ul>`;
  return {
    title: 'Nobody sleeps before ten – Lines',
    author: 'Petra Kuhn',
    body: around`<ln-menu></ln-menu><ln-story></ln-story><ln-teasers></ln-teasers><!-- ${plant('comment')} -->`.seenAs(
      story,
    ),
    script: `for (const [name, html] of [['ln-menu', ${quoted(menu)}], ['ln-story', ${quoted(story)}], ['ln-teasers', ${quoted(teasers)}]])
      document.querySelector(name).attachShadow({ mode: 'closed' }).innerHTML = html;`,
  };
});

/** An application of components in components, of which each paragraph is one; the page scrolls inside one of them. */
export const nestedTrees = fixture('nested-trees', (plant) => {
  const texts = [GARDEN[0]!, GARDEN[1]!, CLOCK[0]!, GARDEN[2]!, GARDEN[3]!];
  const paragraph = (text: string, more: Markup | string = '') =>
    around`<app-paragraph>${open(around`<p><slot></slot>${more}</p>`, text)}</app-paragraph>`;
  return {
    title: 'Yard',
    images: 1,
    head: `<style>html, body { margin: 0; height: 100%; overflow: hidden }</style>`,
    body: around`<app-shell><template shadowrootmode="open"><style>.side { width: 200px; float: left } .scroll { height: 100vh; overflow: auto } .d { display: none }</style><div class="side"><app-list><template shadowrootmode="open"><ul><li><a href="/1">Beans</a></li><li><a href="/2">Boxes</a></li><li><a href="/3">Keys</a></li></ul></template></app-list></div><div class="scroll"><main><slot></slot></main><div class="d">${plant('display none')}</div></div></template>
<app-page><template shadowrootmode="open"><h1>A yard and its key</h1><div><slot></slot></div><dialog>${plant('closed dialog')}</dialog></template>
${texts.slice(0, 2).map((text) => paragraph(text))}
<app-picture><template shadowrootmode="open"><figure><img src="/img/photo-500x300-key.png?sig=${plant('image address')}" width="500" height="300" alt="A key on a nail"><figcaption>The key, on its nail.</figcaption></figure></template></app-picture>
${texts.slice(2).map((text, at) => paragraph(text, at === 1 ? around`<span hidden>${plant('hidden attribute')}</span>` : ''))}
<app-comment><template shadowrootmode="open"><textarea>${plant('textarea')}</textarea></template></app-comment></app-page></app-shell>`.seenAs(
      article`<h1>A yard and its key</h1>${texts.slice(0, 2).map((text) => article`<p>${text}</p>`)}<p>The key, on its nail.</p>${texts.slice(2).map((text) => article`<p>${text}</p>`)}`,
    ),
  };
});

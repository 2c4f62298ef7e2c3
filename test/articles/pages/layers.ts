/** Pages with something over their text, pages for printing, and pictures that come late. */
import { fixture, paragraphs } from '../fixture.ts';
import { article, around, either } from '../markup.ts';
import { BEES, BREAD, CHESS, RIVER, TRAIN } from '../prose.ts';

/** A wall that asks about cookies, over a page that cannot be scrolled and is blurred. */
export const cookieWall = fixture('cookie-wall', (plant) => ({
  title: 'A cup at sixty-three | Sunday',
  head: `<style>html.locked, .locked body { overflow: hidden; height: 100% } .cmp { position: fixed; inset: 0; background: rgba(0,0,0,.6); z-index: 9999 } .cmp-box { background: #fff; width: 600px; margin: 80px auto; padding: 24px } .blurred { filter: blur(2px) } .vendor-list { display: none }</style>`,
  bodyAttributes: 'class="cmp-open"',
  body: around`
<div class="blurred" inert><header><a href="/">Sunday</a><a href="/sport">Sport</a><a href="/people">People</a></header>
<main><article>${article`<h1>A cup at sixty-three</h1>`}<p class="date">${either`Sunday 15 November 2026`}</p>${paragraphs(CHESS.slice(0, 2))}
<p title="${plant('title attribute')}">${article`The club has three hundred members, and its oldest is ninety-one.`}</p>${paragraphs(CHESS.slice(2))}<!-- ${plant('comment')} -->
<p>${article`All results are on <a href="https://cup.example/table#/s/${plant('link fragment')}">the page of the cup</a>.`}</p></article></main></div>
<div class="cmp" role="dialog" aria-modal="true" aria-label="Privacy"><div class="cmp-box"><h2>We value your privacy</h2><p>We and our 847 partners store and access information on a device, such as unique identifiers in cookies, to process personal data. You may accept or manage your choices by clicking below, including your right to object where legitimate interest is used, or at any time on the page of our privacy policy. These choices will be signalled to our partners and will not affect browsing data. More information is in our policy.</p><p>We and our partners process data to provide: precise geolocation data, actively scanning device characteristics for identification, personalised advertising and content, advertising and content measurement, audience research and services development.</p><form action="/consent?uid=${plant('form action')}"><button>Accept all</button><button>Reject all</button><button>Manage choices</button></form><div class="vendor-list">Partner ${plant('display none')}</div></div></div>`,
  script: `document.documentElement.classList.add('locked')`,
}));

/** A dialog of the browser's own kind asks for a subscription, over the text. A second one is closed. */
export const letterDialog = fixture('letter-dialog', (plant) => ({
  title: 'Seven kilometres - The Bee Letter',
  images: 1,
  head: `<style>dialog::backdrop { background: rgba(0,0,0,.5) } .bar { position: fixed; bottom: 0; left: 0; right: 0; background: #222; color: #fff } .toast { position: fixed; right: 0; bottom: 60px }</style>`,
  body: around`
<header><a href="/">The Bee Letter</a><a href="/archive">Archive</a></header>
<main class="post">${article`<h1>Seven kilometres</h1>`}${paragraphs(BEES.slice(0, 2))}
<figure><a href="/full/bee.png?token=${plant('link query')}"><img src="/img/photo-640x400-seven.png" width="640" height="400" alt="A map with two dots"></a><figcaption>${article`From the old colony to the new one.`}</figcaption></figure>
${paragraphs(BEES.slice(2))}${article`<ul><li>Leave a bank bare.</li><li>Leave the stalks of thistles.</li><li>Leave.</li></ul>`}</main>
<dialog id="subscribe"><h2>Do you like bees?</h2><p>Get one letter a month. No advertisements, only bees, and once a year a wasp.</p><form method="dialog"><input type="email" value="${plant('typed value')}"><button>Subscribe</button><button>No, thanks</button></form></dialog>
<dialog id="account"><p>Signed in as ${plant('closed dialog')}</p></dialog>
<div class="bar" role="region" aria-label="Offer">Books about bees, 20 % off until Sunday. <a href="/shop">To the shop</a></div><div class="toast" role="status" aria-live="polite" style="opacity: 0">${plant('transparent')}</div>
<script type="text/template">${plant('template')}</script>`,
  script: `document.querySelector('#subscribe').showModal()`,
}));

/** Styles for print show other things than those for the screen. */
export const printSheet = fixture('print-sheet', (plant) => ({
  title: 'High water: a leaflet',
  head: `<style>@media print { .screen { display: none } .print { display: block !important } nav { display: none } a::after { content: " (" attr(href) ")" } } .print { display: none } .ghost { clip-path: circle(0) } .unprinted::before { content: "${plant('css content')}" ; display: none }</style>
<link rel="alternate" media="print" href="/leaflet?print=1">`,
  body: around`
<nav><a href="/">District</a><a href="/offices">Offices</a><a href="/forms">Forms</a><a href="/contact">Contact</a></nav>
<div class="print"><p>Printed by ${plant('print only')}, do not hand on.</p></div>
<main id="main"><div class="screen">${article`<h1>High water: a leaflet</h1><p>${RIVER[1]!}</p><h2>Before it comes</h2><ol><li>Know where the gym is.</li><li>Carry upstairs what must not become wet, papers first.</li><li>Turn off the heating, and close the tap of the oil.</li></ol><p>${RIVER[2]!}</p>`}<p class="ghost">${plant('clip-path')}</p>${article`<h2>When it is there</h2><p>Do not go into the cellar. Not to save the wine, not to look, not even with somebody who holds the lamp. ${RIVER[0]!}</p><h2>After it</h2><p>Photograph everything before you clean it, and <a href="/claims/new?case=12&secret=${plant('link query')}">tell the office</a> within four weeks. ${RIVER[4]!}</p>`}</div>
<div class="print"><h1>Leaflet 7</h1><p>${RIVER[3]!}</p></div><button class="screen" onclick="print('${plant('handler')}')">Print this page</button></main><footer><p>District of the Lower Valley, Office 4</p></footer>`,
}));

/** Pictures that load when they come near: three ways, one of them a script, and one that never came. */
export const latePictures = fixture('late-pictures', (plant) => ({
  title: 'By train to the harbour, in pictures',
  images: 4,
  head: `<style>.lazy { background: #ddd } figure { margin: 30px 0 } .caption-credit { color: #888 } .lqip { filter: blur(5px) } video { display: block }</style>`,
  body: around`
<header><a href="/">Picture desk</a><a href="/series">Series</a></header><main><article>${article`<h1>By train to the harbour, in pictures</h1><p>${TRAIN[0]!}</p>`}
<figure><img src="/img/photo-900x600-a.png" loading="lazy" width="600" height="400" alt="A corridor with students"><figcaption>${article`The corridor, a little after nine.`} ${either`<span class="caption-credit">Lena Rask</span>`}</figcaption></figure>
${article`<p>${TRAIN[1]!}</p>`}
<figure><img class="lazy" src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=" data-src="/img/photo-900x600-b.png?exp=9&hmac=${plant('data-src')}" width="600" height="400" alt="A mechanic with a lock"><figcaption>${article`New locks for doors of 1978.`}</figcaption></figure>
${article`<p>${TRAIN[2]!}</p>`}
<figure><picture><source type="image/webp" srcset="/img/none.webp?t=${plant('source')} 1x" media="(max-width: 1px)"><img src="/img/photo-900x600-c.png" srcset="/img/photo-900x600-c.png 1x, /img/photo-900x600-c.png?2x=${plant('srcset')} 3x" width="600" height="400" alt="Marshes at six"></picture><figcaption>${article`Shortly before six.`}</figcaption></figure>
${article`<p>${TRAIN[3]!}</p><p>${BREAD[1]!}</p><p>${BREAD[2]!}</p>`}
<figure><img src="/img/photo-900x600-d.png" loading="lazy" width="600" height="400" alt="Masts and cranes"><figcaption>${article`The harbour.`}</figcaption></figure>
<noscript><img src="/img/photo-900x600-b.png?n=${plant('noscript')}"></noscript><video poster="/img/flat-32x18-v.png?p=${plant('poster')}" width="320" height="30"></video></article></main>
<footer><a href="/next">Next series: lighthouses</a></footer>`,
  script: `new IntersectionObserver((seen) => { for (const { target, isIntersecting } of seen) if (isIntersecting) target.src = target.dataset.src }, { rootMargin: '5000px' }).observe(document.querySelector('.lazy'))`,
}));

/** Newspapers: what they put around an article, and into the middle of it. */
import { fixture, paragraphs } from '../fixture.ts';
import { article, around, either } from '../markup.ts';
import { BEES, CLOCK, RIVER, TRAIN } from '../prose.ts';

const MENU = around`<nav class="site-nav" aria-label="Sections"><ul>${['World', 'Politics', 'Business', 'Climate', 'Culture', 'Sport', 'Opinion', 'Puzzles'].map((name) => `<li><a href="/${name.toLowerCase()}">${name}</a></li>`)}</ul></nav>`;

const NEWSLETTER = (token: string) => around`
<aside class="newsletter-signup" data-component="newsletter">
  <h3>Morning briefing</h3><p>All you need to know, in your inbox by seven.</p>
  <form action="/newsletter/subscribe?list=${token}" method="post"><input type="email" placeholder="Your e-mail address"><button>Sign up</button></form>
</aside>`;

const SHARE_BAR = around`<ul class="share-tools" aria-label="Share"><li><a href="https://social.example/share">Share on Chirp</a></li><li><button type="button">Copy link</button></li><li><button type="button">Save for later</button></li></ul>`;

const RELATED = around`
<section class="related-content"><h2>More on this story</h2><ul>
<li><a href="/2026/weather-warning"><h3>Weather service defends its late warning</h3></a><p>Forecasters say that the models disagreed until midnight.</p></li>
<li><a href="/2026/insurance"><h3>Who pays when the cellar is full?</h3></a><p>Five questions about insurance.</p></li>
<li><a href="/2026/dykes"><h3>The dykes that were never built</h3></a><p>A look into the archive.</p></li>
</ul></section>`;

const FOOTER = around`<footer class="site-footer"><nav><a href="/about">About us</a> <a href="/jobs">Jobs</a> <a href="/privacy">Privacy policy</a> <a href="/imprint">Imprint</a></nav><p>© 2026 The Valley Courier. All rights reserved.</p></footer>`;

/** A broadsheet: header, share bar, advertisements between paragraphs, box of related pages, comments that are closed. */
export const broadsheet = fixture('broadsheet', (plant) => ({
  title: 'River floods lower valley after night of rain – The Valley Courier',
  author: 'Anna Keller',
  images: 2,
  head: `<meta name="author" content="Anna Keller"><meta property="og:title" content="River floods lower valley after night of rain">
<meta name="parsely-metadata" content='{"reader":"${plant('meta')}"}'>
<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"River floods lower valley after night of rain","author":{"@type":"Person","name":"Anna Keller"},"isAccessibleForFree":true,"identifier":"${plant('json')}"}</script>
<style>
  body { font: 17px/1.5 Georgia, serif; margin: 0 } .page { max-width: 1100px; margin: auto; display: grid; grid-template-columns: 1fr 300px; gap: 40px }
  .ad { min-height: 90px; background: #eee; text-align: center } .ad::before { content: "Advertisement"; font-size: 11px }
  figure { margin: 1em 0 } figcaption { font-size: 13px; color: #555 } .standfirst { font-size: 20px }
</style>`,
  body: around`
<header class="masthead"><a href="/" class="logo">The Valley Courier</a><a href="/login">Sign in</a><a href="/subscribe">Subscribe</a>${MENU}</header>
<div class="page"><main id="content">
<article class="story">
  <header class="story-header">
    <p class="kicker">${either`Weather`}</p>
    ${article`<h1>River floods lower valley after night of rain</h1>`}
    ${article`<p class="standfirst">The water came faster than in any year since measurements began, and found a town that had gone to bed.</p>`}
    <div class="byline">${either`By <a rel="author" href="/authors/anna-keller">Anna Keller</a>`} <time datetime="2026-09-29T08:10">${either`29 September 2026, 8.10 am`}</time></div>
    ${SHARE_BAR}
  </header>
  <figure class="lead"><img src="/img/photo-960x540-flood.png?sig=${plant('image address')}" width="640" height="360" alt="Brown water between farmhouses">
    <figcaption>${article`The lower meadows on Tuesday morning.`} <span class="credit">${either`Photo: Jo Brandt`}</span></figcaption></figure>
  <div class="story-body">
    ${paragraphs(RIVER.slice(0, 2))}
    <div class="ad" data-slot="${plant('data attribute')}"><a href="https://ads.example/click"><p>Dry cellars in one day. Call PumpStar now!</p></a></div>
    ${paragraphs(RIVER.slice(2, 3))}
    <aside class="pullquote" aria-hidden="true">${either`“More water in one night than in the whole month of July”`}</aside>
    <figure><img src="/img/photo-640x420-weir.png" width="640" height="420" alt="The open gates of the weir"><figcaption>${article`The gates of the weir were opened by hand.`}</figcaption></figure>
    ${paragraphs(RIVER.slice(3, 4))}
    ${NEWSLETTER(plant('form action'))}
    ${paragraphs(RIVER.slice(4))}
  </div>
  <footer class="story-footer"><ul class="tags"><li><a href="/topic/floods">Floods</a></li><li><a href="/topic/climate">Climate</a></li></ul>${SHARE_BAR}</footer>
</article>
${RELATED}
</main>
<aside class="rail"><section class="most-read"><h2>Most read</h2><ol><li><a href="/a">Mayor quits over parking fines</a></li><li><a href="/b">The cat that took the ferry</a></li><li><a href="/c">Ten soups for a cold week</a></li></ol></section><div class="ad"><a href="https://ads.example/c2">Holidays by the sea from 299</a></div></aside>
</div>${FOOTER}`,
}));

/** A page that used to have a wall: its remains stand in the text, and the rest is shown. */
export const paywall = fixture('paywall', (plant) => ({
  title: 'The woman who winds the clock | Courier Weekend',
  path: `/weekend/clock;jsessionid=${plant('own address')}?utm_source=letter`,
  author: 'Tom Verhoeven',
  isPrivate: true,
  head: `<style>.wall-content { display: none } .gift { border: 1px solid #ccc; padding: 10px } .sr-only { position: absolute; width: 1px; height: 1px; overflow: hidden; clip: rect(0,0,0,0); white-space: nowrap }</style>`,
  cookie: `reader=${plant('cookie')}`,
  body: around`
<header><a href="/">Courier</a><div class="account"><a href="/account">My account</a> <a href="/logout">Sign out</a></div>${MENU}</header>
<main><article itemscope itemtype="https://schema.org/Article">
  <meta itemprop="identifier" content="${plant('microdata')}">
  ${article`<h1 itemprop="headline">The woman who winds the clock</h1>`}
  <p class="author">${either`By Tom Verhoeven`}</p>
  <div class="meter">You have read 2 of 3 free articles this month. <a href="/subscribe">Subscribe now</a></div>
  <div class="body" itemprop="articleBody">
    ${paragraphs(CLOCK.slice(0, 2))}
    <div class="wall"><div class="wall-content"><h2>Keep reading with a subscription</h2><p>Only ${plant('display none')} in the first month.</p></div></div>
    ${paragraphs(CLOCK.slice(2))}
    <div class="gift"><p>As a subscriber you have 10 articles to give away each month.</p><button>Give this article<span class="sr-only"> with the code ${plant('screen reader only')}</span></button></div>
  </div>
</article></main>${FOOTER}`,
}));

/** A tabloid: no article element, generated class names, boxes between any two paragraphs, endless teasers. */
export const tabloid = fixture('tabloid', (plant) => ({
  title: 'They came from 7 km away! Tiny bees stun scientists - DAILY BEE',
  images: 1,
  head: `<style>.css-1x2y { max-width: 620px; margin: auto } .css-9ad { background: #ffd; padding: 20px } .css-h { text-indent: -9999px; overflow: hidden; height: 20px } .css-o { opacity: 0; height: 20px }</style>`,
  body: around`
<div id="root"><div class="css-top"><div class="css-nav"><a href="/showbiz">Showbiz</a><a href="/money">Money</a><a href="/football">Football</a><a href="/tv">TV</a></div></div>
<div class="css-1x2y">
  <div class="css-tag">${either`REVEALED`}</div>
  ${article`<h1 class="css-hl">They came from 7 km away! Tiny bees stun scientists</h1>`}
  <div class="css-by">${either`PUBLISHED: 07:14, 3 May 2026 | UPDATED: 09:02, 3 May 2026`}</div>
  <div class="css-img"><img src="/img/photo-700x400-bee.png" width="600" height="343" alt="A small bee on sand" title="${plant('title attribute')}"></div>
  <div class="css-cap">${either`Busy: a mason bee at work`}</div>
  ${article`<div class="css-p">${BEES[0]!}</div>`}
  <div class="css-9ad"><div>SPONSORED</div><a href="https://ads.example/1">This gadget cleans your patio in minutes</a></div>
  ${article`<div class="css-p">${BEES[1]!} <a href="https://bees.example/help?lang=en&access_token=${plant('link query')}">How to help them.</a></div>`}
  <div class="css-h">${plant('text-indent')}</div>
  <div class="css-rel"><div>READ MORE</div><ul><li><a href="/x1">Wasp ruins wedding, bride laughs last</a></li><li><a href="/x2">I ate only honey for a month</a></li></ul></div>
  ${article`<div class="css-p">${BEES[2]!}</div>`}
  <div class="css-o">${plant('transparent')}</div>
  ${article`<div class="css-p">${BEES[3]!}</div>`}
  <div class="css-soc"><span>Share</span><span>1.2k shares</span><span>View comments</span></div>
</div>
<div class="css-feed"><h2>DON’T MISS</h2>${Array.from({ length: 12 }, (_, n) => `<div class="css-card"><a href="/feed/${n}"><img src="/img/flat-120x80-t${n}.png" width="120" height="80" alt="${n === 3 ? plant('alt of unseen') : ''}" ${n === 3 ? 'hidden' : ''}><div>Star number ${n + 1} shows off new kitchen as fans go wild</div></a></div>`)}</div>
</div>`,
}));

/** A live blog: posts with their times, the newest first, and a bar that offers newer ones. */
export const liveBlog = fixture('live-blog', (plant) => ({
  title: 'Flood live: schools closed, trains stop – Courier Live',
  head: `<style>.key-events { border: 1px solid } .post { border-top: 1px solid #ccc } .post time { font-weight: bold } [hidden] { display: none !important }</style>`,
  body: around`
<header>${MENU}</header>
<main><article class="live"><header>${article`<h1>Flood live: schools closed, trains stop</h1>`}<span class="badge">${either`LIVE`}</span></header>
  ${article`<p class="summary">Follow what happens along the river, from the first alarm in the night to the evening.</p>`}
  <button class="new-posts" hidden>3 new posts ${plant('hidden attribute')}</button>
  <div class="posts">
  ${[
    ['18.40', 'Trains run again', TRAIN[2]!],
    ['15.05', 'Council publishes its figures', RIVER[2]!],
    ['11.20', 'A plan from 2011', RIVER[3]!],
    ['7.30', 'What we know so far', RIVER[0]!],
  ].map(
    (
      [time, heading, text],
      at,
    ) => article`<section class="post" id="post-${at}" onclick="track('${at === 1 ? plant('handler') : ''}')">
    <time>${either`${time!}`}</time><h2>${heading!}</h2><p>${text!}</p>
    ${around`<div class="post-share"><a href="/share/${at}#token=${at === 2 ? plant('link fragment') : at}">Share</a><a href="https://social.example">Chirp</a></div>`}</section>`,
  )}
  </div>
  <!-- build ${plant('comment')} -->
  <noscript><img src="https://count.example/?id=${plant('noscript')}" alt=""></noscript>
</article></main>${FOOTER}`,
}));

/** A product, and a recipe with everything that surrounds one. */
import { fixture, paragraphs } from '../fixture.ts';
import { article, around, either } from '../markup.ts';
import { BREAD } from '../prose.ts';

/** A product: pictures with thumbs, price and buttons, a long description, reviews, other products. */
export const product = fixture('product', (plant) => ({
  title: 'Clay bread pot, 4 litres | Ovenware',
  path: `/p/clay-pot?affid=7#cart=${plant('own address')}`,
  isPrivate: true,
  images: 1,
  head: `<style>.product { display: flex } .buy { width: 300px } .accordion-panel { content-visibility: hidden } .thumbs img { width: 50px } .sale { display: inline-block; transform: scale(0) }</style>`,
  body: around`
<header><a href="/">Ovenware</a><form role="search"><input name="q" value="${plant('typed value')}"><button>Search</button></form><a href="/account">Account</a><a href="/cart">Basket (2)</a><nav><a href="/pots">Pots</a><a href="/pans">Pans</a><a href="/knives">Knives</a><a href="/sale">Sale</a></nav></header>
<nav aria-label="Breadcrumb"><a href="/">Home</a> › <a href="/pots">Pots</a></nav>
<main><div class="product" itemscope itemtype="https://schema.org/Product"><div class="gallery"><div class="thumbs"><button><img src="/img/flat-50x50-1.png" alt=""></button><button><img src="/img/flat-50x50-2.png" alt=""></button></div></div>
<div class="buy">${article`<h1 itemprop="name">Clay bread pot, 4 litres</h1>`}<div>${either`4.7 out of 5 stars (212)`}</div><div class="price">${either`€ 64.00`}</div><select name="colour"><option selected>Terracotta</option><option>${plant('unchosen option')}</option></select><button>Add to basket</button><button>Add to wish list</button><p>Delivery by Thursday. Free from € 50.</p></div></div>
<section class="description" id="description"><h2>${either`Description`}</h2>
  ${article`<p>A pot that bakes the crust of a stone oven in the oven that you have. ${BREAD[3]!}</p>`}
  <figure><img src="/img/photo-700x460-pot.png" width="600" height="394" alt="The pot with its lid"></figure>
  ${article`<p>Each one is turned by hand from clay that is dug eleven kilometres from the workshop, dried for three weeks and fired at a thousand and eighty degrees. No two are alike, and the lid of one does not fit another.</p><h3>What it is for</h3><p>${BREAD[0]!}</p><ul><li>Holds a loaf of one and a half kilos</li><li>For gas, electric and wood-fired ovens, not for the stove</li><li>Wash it with warm water and no soap</li></ul><table><tbody><tr><th>Height</th><td>21 cm</td></tr><tr><th>Width</th><td>28 cm</td></tr><tr><th>Weight</th><td>3.9 kg</td></tr></tbody></table>`}
  <div class="accordion-panel">Supplier number ${plant('content-visibility')}</div>
  ${article`<h3>How to begin</h3><p>${BREAD[1]!}</p>`} <span class="sale">${plant('scaled away')}</span>
</section>
<section class="reviews"><h2>Customer reviews</h2><div class="review"><b>Great</b><p>My neighbour wants one now.</p></div><div class="review"><b>Heavy</b><p>Heavier than I thought, but the bread is better.</p></div></section>
<section class="carousel"><h2>Customers also bought</h2><ul><li><a href="/p/1">Proofing basket, round € 14.00</a></li><li><a href="/p/2">Dough scraper € 6.50</a></li><li><a href="/p/3">Scale to 5 kg € 29.00</a></li></ul></section></main>
<footer><a href="/terms">Terms</a> <a href="/returns">Returns</a> <p>Newsletter: € 5 for your first order</p></footer>`,
}));

/** A recipe: a story, a card with amounts and steps, buttons to jump and print, stars, comments. */
export const recipe = fixture('recipe', (plant) => ({
  title: 'Bread that waits (no kneading) - Anne’s Oven',
  author: 'Anne',
  images: 2,
  head: `<script type="application/ld+json">{"@type":"Recipe","name":"Bread that waits","identifier":"${plant('json')}"}</script>
<style>.wprm-print { display: none } .wprm-recipe { border: 2px solid #ddd; padding: 16px } .grow-me { position: fixed; right: 0; top: 40% } @media print { .wprm-print { display: block } .story { display: none } }</style>`,
  body: around`
<header><a href="/">Anne’s Oven</a><nav><a href="/breads">Breads</a><a href="/cakes">Cakes</a><a href="/about">About me</a></nav></header>
<div class="grow-me"><button>Save</button><button>Pin</button></div>
<main class="content"><article class="post"><header>${article`<h1 class="entry-title">Bread that waits (no kneading)</h1>`}<p class="entry-meta">${either`By Anne, last updated January 4, 2026`}</p><a href="#recipe">Jump to recipe</a> <a href="/print/12?share=${plant('link query')}">Print recipe</a><p class="disclosure">This post may contain affiliate links. <a href="/policy">Read our policy</a>.</p></header>
<div class="entry-content"><div class="story">
  ${paragraphs(BREAD.slice(0, 1))}
  <figure><picture><source media="(min-width: 9000px)" srcset="/img/photo-900x600-loaf.png?key=${plant('source')}"><img src="/img/photo-600x400-loaf.png" width="600" height="400" alt="A dark loaf on a board"></picture></figure>
  ${article`<h2>Why it works</h2>`}${paragraphs(BREAD.slice(1, 3))}</div>
  <div id="recipe" class="wprm-recipe"><img src="/img/photo-300x300-crumb.png" width="150" height="150" alt="The crumb">
    ${article`<h2>Bread that waits</h2>`}<div>${either`5 from 41 votes · Prep 20 minutes · Waiting 14 hours · Servings: 12`}</div>
    ${article`<h3>Ingredients</h3><ul><li><label>${around`<input type="checkbox" value="1">`} <span>500</span> <span>g</span> <span>strong flour</span></label></li><li><span>380</span> <span>g</span> <span>water</span></li><li><span>80</span> <span>g</span> <span>starter</span> <span>(or 1 g dry yeast)</span></li><li><span>10</span> <span>g</span> <span>salt</span></li></ul>
    <h3>Instructions</h3><ol><li>Stir flour and water, cover, and wait half an hour.</li><li>Add starter and salt. Fold four times, with twenty minutes between.</li><li>Leave it in the cold for a night.</li><li>Bake it for twenty minutes at 250 °C with the lid on, and for another twenty at 220 °C without.</li></ol><h3>Notes</h3><p>${BREAD[3]!}</p>`}
    <div class="wprm-print">Printed from ${plant('print only')}</div></div>
  <video width="320" height="40" poster="/img/flat-32x18-p.png?t=${plant('poster')}" controls><p>Your browser shows no videos.</p></video>
</div></article>
<section class="comments"><h3>Comments</h3><p><b>Lou:</b> Made it twice this week!</p></section></main><aside><h3>Hi, I’m Anne!</h3><p>I bake and I wait. <a href="/about">Read more</a></p><h3>Popular</h3><a href="/r1">Seeded rye</a><a href="/r2">Plum cake</a></aside>`,
}));

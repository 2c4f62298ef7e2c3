/** Texts of other shapes: terms in columns, a poem, a table of years, an application that scrolls by itself. */
import { fixture } from '../fixture.ts';
import { article, around, either } from '../markup.ts';
import { BREAD, CLOCK, LAW, RIVER, SOFTWARE } from '../prose.ts';

/** Terms in two columns, with numbers that a sheet counts. */
export const terms = fixture('terms', (plant) => ({
  title: 'General terms | Wheels Cooperative',
  head: `<style>.columns { columns: 2; column-gap: 40px } .clauses { counter-reset: clause } .clauses section > p { margin: 0 0 .6em } .cookie-note { position: sticky; bottom: 0; background: #ffd } .inline-help { position: absolute; width: 0; height: 0; overflow: hidden }</style>`,
  body: around`
<header><a href="/">Wheels Cooperative</a><nav><a href="/prices">Prices</a><a href="/places">Places</a><a href="/join">Join</a></nav></header>
<main><div class="text columns">${article`<h1>General terms</h1><p>In force from 1 January 2027</p><div class="clauses"><section><h2>§ 1 Scope</h2><p>${LAW[0]!}</p></section><section><h2>§ 2 Booking</h2><p>${LAW[1]!}${around`<span class="inline-help">${plant('zero size')}</span>`}</p></section><section><h2>§ 3 Use</h2><p>${LAW[2]!}</p><p>(2) A vehicle is returned <em>clean</em>, with a tank that is at least a quarter full, to the place where it was taken.</p></section><section><h2>§ 4 Liability</h2><p>${LAW[3]!}</p></section><section><h2>§ 5 Data</h2><p>The cooperative keeps the places of a vehicle for as long as a journey lasts, and its costs for ten years. Members can <a href="/me/export?otp=${plant('link query')}">take out</a> what is kept about them.</p></section></div>`}</div></main>
<div class="cookie-note">This page needs one cookie. <button>Fine</button></div><form action="/login"><input name="user" autocomplete="username" value="${plant('typed value')}"><input type="password" value="${plant('password')}"></form><datalist id="names"><option value="${plant('datalist')}"></datalist><footer><a href="/imprint">Imprint</a></footer>`,
}));

/** A poem: short lines with breaks, verses as paragraphs, hardly a comma in some. */
export const poem = fixture('poem', (plant) => ({
  title: 'The Clock Without a Face by I. Marten | Poems',
  author: 'I. Marten',
  head: `<style>.poem p { white-space: pre-line; margin: 0 0 1em 2em } .c-feature-hd { font-size: 30px } .o-audio { display: none }</style>`,
  body: around`
<header><a href="/">Poems</a><a href="/poets">Poets</a><a href="/podcast">Podcast</a><input type="search" placeholder="Search poems"></header>
<article class="poem-page"><div class="c-feature">${article`<h1 class="c-feature-hd">The Clock Without a Face</h1>`}<div>${either`By I. Marten`}</div>
<div class="o-audio">Listen ${plant('display none')}</div>
<div class="o-poem">${article`<div style="text-indent: -1em; padding-left: 1em">It has no face to wash, no hands to hold,<br></div><div style="text-indent: -1em; padding-left: 1em">and what it says it says to all the town:<br></div><div style="text-indent: -1em; padding-left: 1em">to those who sleep, to those who have been told<br></div><div style="text-indent: -1em; padding-left: 1em">the hour by heart, and those who write it down.<br></div><div><br></div>
<div style="text-indent: -1em; padding-left: 1em">Two hundred turns, and then the weights hang high<br></div><div style="text-indent: -1em; padding-left: 1em">as lamps that somebody forgot to light.<br></div><div style="text-indent: -1em; padding-left: 1em">The jackdaws in the shaft know more than I<br></div><div style="text-indent: -1em; padding-left: 1em">of what goes on between the day and night.<br></div><div><br></div>
<div style="text-indent: -1em; padding-left: 1em">A motor does not listen. I have heard<br></div><div style="text-indent: -1em; padding-left: 1em">the second wheel complain of frost and rust,<br></div><div style="text-indent: -1em; padding-left: 1em">the rope repeat one long and patient word,<br></div><div style="text-indent: -1em; padding-left: 1em">the hammer lift itself out of the dust.<br></div><div><br></div>
<div style="text-indent: -1em; padding-left: 1em">And when it stops, as everything must do<br></div><div style="text-indent: -1em; padding-left: 1em">that somebody must climb up stairs to wind,<br></div><div style="text-indent: -1em; padding-left: 1em">I shall be there, and count from one to two,<br></div><div style="text-indent: -1em; padding-left: 1em">and leave the handle for the next to find.<br></div>`}</div>
<div class="c-txt_note">${either`Copyright: From <a href="https://shop.example/book?sid=${plant('link query')}"><i>A Hundred and Twelve Steps</i></a> (2025)`}</div><span data-poem="${plant('data attribute')}"></span></div></article>
<section><h2>More poems about time</h2><ul><li><a href="/1">Winter, with jackdaws</a></li><li><a href="/2">Noon</a></li></ul></section><meta name="request-id" content="${plant('meta')}"><template><p>${plant('template')}</p></template>`,
}));

/** A long table with an introduction, and a line of years. */
export const years = fixture('years', (plant) => ({
  title: 'High water, year by year',
  head: `<style>table { border-collapse: collapse } td, th { border: 1px solid #999; padding: 3px } .sort { opacity: 0 } .timeline li::marker { color: red } .expired { display: none }</style>`,
  body: around`
<nav><a href="/">Archive</a><a href="/maps">Maps</a><a href="/photos">Photographs</a></nav>
<main>${article`<h1>High water, year by year</h1><p>${RIVER[1]!}</p><p>The table has all years in which the water stood in the square. Levels are those at the mark on the bridge, in metres above its foot; until 1902 they are read from the marks on the church and may be wrong by a hand.</p>`}
${article`<table><caption>Levels at the bridge</caption><thead><tr><th>Year ${around`<button class="sort">${plant('transparent')}</button>`}</th><th>Month</th><th>Level</th><th>Remark</th></tr></thead><tbody>${[
  ['1784', 'February', '4.9', 'Ice; the clock was not yet paid for'],
  ['1845', 'March', '4.4', 'The first one that was drawn'],
  ['1882', 'December', '3.8', 'Two mills were lost'],
  ['1926', 'June', '3.6', 'In hay time'],
  ['1954', 'July', '4.1', 'The school was new, and wet'],
  ['1988', 'March', '3.7', 'Nobody was told, everybody knew'],
  ['2011', 'January', '3.9', 'After it, the plan'],
  ['2026', 'September', '4.3', 'In one night'],
].map(
  (row) => article`<tr>${row.map((cell) => article`<td>${cell}</td>`)}</tr>`,
)}</tbody></table>`}<div class="expired">${plant('display none')}</div>
${article`<h2>What was done</h2><ul class="timeline"><li><time>1846</time><p>The church moves its books upstairs. ${CLOCK[0]!}</p></li><li><time>1931</time><p>Motors for the gates, which open one notch a minute, and have done so since.</p></li><li><time>2011</time><p>${RIVER[3]!}</p></li></ul><p>Scans of all sources: <a href="https://archive.example/box/9/${'?'}dl=1&password=${plant('link query')}">box 9</a>.</p>`}
<select aria-label="Decade"><option>All years</option><option>${plant('unchosen option')}</option></select></main><!-- ${plant('comment')} --><footer>Town archive, open on Wednesdays</footer>`,
}));

/** An application of pages that scroll inside a box, as readers of notes do: no element says what is what. */
export const notesApp = fixture('notes-app', (plant) => ({
  title: 'What we learned about journals',
  path: `/What-we-learned-${'0'.repeat(8)}?pvs=4`,
  head: `<style>html, body { height: 100%; margin: 0; overflow: hidden } #app { display: flex; height: 100vh } .sidebar { width: 240px; background: #f7f6f3; overflow: auto } .frame { flex: 1; display: flex; flex-direction: column } .scroller { overflow: hidden auto; flex: 1 } .block { padding: 3px 2px; white-space: break-spaces } .menu { position: absolute; transform: scale(0) } .h { font-weight: 600; font-size: 1.5em }</style>`,
  cookie: `notes=${plant('cookie')}`,
  body: around`
<div id="app"><div class="sidebar"><div>Search</div><div>Home</div><div>Inbox</div><div>Private</div><div>Reading list</div><div>Groceries</div><div>Passwords ${'•••'}</div></div>
<div class="frame"><div class="topbar"><div>Engineering / What we learned about journals</div><div role="button">Share</div><div role="button">★</div></div>
<div class="scroller"><div class="page-content">
<div class="block h" placeholder="Untitled">${article`What we learned about journals`}</div>
${[SOFTWARE[0]!, SOFTWARE[1]!].map((text, at) => article`<div data-block-id="${at === 0 ? plant('data attribute') : at}" class="block"><div><div class="leaf">${text}</div></div></div>`)}
${article`<div class="block h"><div>Numbers</div></div><div class="block"><div><div class="leaf">${SOFTWARE[2]!}</div></div></div>`}
${article`<div class="block"><div style="display: flex"><div>•</div><div><div class="leaf">Collect what arrives during a flush.</div></div></div></div><div class="block"><div style="display: flex"><div>•</div><div><div class="leaf">Look at the error of each flush, even of the last one.</div></div></div></div>`}
<div class="menu">${plant('scaled away')}</div>
${article`<div class="block"><div><div class="leaf">${SOFTWARE[3]!} <a href="/s/${'9'.repeat(4)}?shareToken=${plant('link query')}">The whole list</a></div></div></div><div class="block"><div><div class="leaf">${BREAD[0]!}</div></div></div>`}
</div></div></div></div><script id="data" type="application/json">{"token_v2":"${plant('json')}"}</script>`,
}));

/** An encyclopedia, and the wiki of a company. */
import { fixture } from '../fixture.ts';
import { article, around, either } from '../markup.ts';
import { BEES, LAW, RIVER } from '../prose.ts';

const edit = (section: number) =>
  around`<span class="mw-editsection"><span class="mw-editsection-bracket">[</span><a href="/w/index.php?title=Mason_bee&action=edit&section=${section}">edit</a><span class="mw-editsection-bracket">]</span></span>`;

const note = (at: number) =>
  either`<sup id="cite_ref-${at}" class="reference"><a href="#cite_note-${at}"><span class="cite-bracket">[</span>${at}<span class="cite-bracket">]</span></a></sup>`;

/** An encyclopedia: tabs above, infobox, contents, links to edit each section, footnotes, navbox, categories. */
export const encyclopedia = fixture('encyclopedia', (plant) => ({
  title: 'Small mason bee - Openpedia',
  images: 2,
  formulas: 1,
  head: `<style>.infobox { float: right; width: 240px; border: 1px solid #aaa } .mw-editsection { font-size: 12px } .noprint { } .mw-jump-link:not(:focus) { display: block; position: absolute !important; border: 0; clip: rect(1px,1px,1px,1px); clip-path: inset(100%); overflow: hidden; width: 1px; height: 1px } .shortdescription { display: none } .navbox { border: 1px solid #aaa; font-size: 88% } .Z3988 { } .mwe-math-mathml-inline { position: absolute; clip: rect(1px,1px,1px,1px); width: 1px; height: 1px; overflow: hidden; opacity: 0 }</style>`,
  body: around`
<a class="mw-jump-link" href="#content">Jump to content ${plant('screen reader only')}</a>
<header class="vector-header"><a href="/wiki/Main_Page">Openpedia</a><form action="/w/index.php"><input type="search" name="search"><input type="hidden" name="title" value="${plant('hidden input')}"></form><a href="/create">Create account</a></header>
<div class="mw-page-container"><nav id="mw-panel-toc"><div>Contents</div><ul><li><a href="#">(Top)</a></li><li><a href="#Nest">Nest</a></li><li><a href="#Distance">Distance</a></li><li><a href="#References">References</a></li></ul></nav>
<main id="content" class="mw-body"><header class="mw-body-header">${article`<h1 id="firstHeading" class="firstHeading mw-first-heading"><span class="mw-page-title-main">Small mason bee</span></h1>`}<div id="p-lang-btn">31 languages</div></header>
<div class="vector-page-toolbar"><a href="/wiki/Small_mason_bee">Article</a><a href="/wiki/Talk:Small_mason_bee">Talk</a><a href="/view">Read</a><a href="/edit">Edit</a><a href="/history">View history</a></div>
<div id="bodyContent"><div id="siteSub" class="noprint">${either`From Openpedia, the open encyclopedia`}</div>
<div id="mw-content-text"><div class="mw-content-ltr mw-parser-output" lang="en" dir="ltr"><div class="shortdescription nomobile">Species of bee ${plant('display none')}</div>
<table class="infobox biota"><tbody><tr><th colspan="2">${either`Small mason bee`}</th></tr><tr><td colspan="2"><img src="/img/photo-440x300-mason.png" width="220" height="150" alt="A bee at a hole in sand" srcset="/img/photo-440x300-mason.png?h=${plant('srcset')} 2x"></td></tr><tr><th>${either`Family`}</th><td>${either`Megachilidae`}</td></tr><tr><th>${either`Genus`}</th><td>${either`<i>Osmia</i>`}</td></tr></tbody></table>
${article`<p>The <b>small mason bee</b> is a solitary bee of the family of leafcutters.${note(1)} ${BEES[0]!}${note(2)}</p>`}
<div class="mw-heading mw-heading2">${article`<h2 id="Nest">Nest</h2>`}${edit(1)}</div>
${article`<p>${BEES[1]!}</p>`}
<figure typeof="mw:File/Thumb"><a href="/wiki/File:Nest.png"><img src="/img/photo-250x180-nest.png" width="250" height="180" alt=""></a><figcaption>${article`A nest that has been opened`}</figcaption></figure>
<div class="mw-heading mw-heading2">${article`<h2 id="Distance">Distance</h2>`}${edit(2)}</div>
${article`<p>${BEES[3]!} If the density of nests falls with the square of the distance,${note(3)} it is ${around`<span class="mwe-math-element"><span class="mwe-math-mathml-inline mwe-math-mathml-a11y"><math xmlns="http://www.w3.org/1998/Math/MathML" alttext="{\\displaystyle d^{-2}}"><semantics><msup><mi>d</mi><mrow><mo>−</mo><mn>2</mn></mrow></msup><annotation encoding="application/x-tex">d^{-2}</annotation></semantics></math></span><img src="/img/flat-30x16-f.svg.png" class="mwe-math-fallback-image-inline" aria-hidden="true" width="30" height="16" alt="d^{-2}"></span>`.seenAs(article`<math><msup><mi>d</mi><mn>2</mn></msup></math>`)} at seven kilometres.</p><p>${BEES[2]!}</p>`}
<div class="mw-heading mw-heading2">${either`<h2 id="References">References</h2>`}${edit(3)}</div>
<div class="reflist">${either`<ol class="references">${[1, 2, 3].map((at) => `<li id="cite_note-${at}"><span class="mw-cite-backlink"><b><a href="#cite_ref-${at}">^</a></b></span> <cite>Ostrander, V. (201${at}). “Bees of sand and wall, part ${at}”. <i>Field Notes</i>.</cite></li>`)}</ol>`}<span title="ctx_ver=Z39.88&amp;rft=${plant('title attribute')}" class="Z3988"></span></div>
<div role="navigation" class="navbox"><table><tbody><tr><th>Bees of Europe</th></tr><tr><td><a href="/wiki/1">Carder bee</a> · <a href="/wiki/2">Wool bee</a> · <a href="/wiki/3">Ivy bee</a></td></tr></tbody></table></div>
</div></div><div id="catlinks">Categories: <a href="/wiki/C1">Osmia</a> <a href="/wiki/C2">Bees described in 1802</a></div></div></main></div>
<footer id="footer"><ul><li>This page was last edited on 3 May 2026, at 09:02.</li><li>Text is available under a licence; additional terms may apply.</li></ul></footer>`,
}));

/** The wiki of a company, behind its login: tree of pages, macros, a panel, an expander that is closed. */
export const intranet = fixture('intranet', (plant) => ({
  title: 'High water: who does what - Operations - Company wiki',
  isPrivate: true,
  head: `<meta name="ajs-remote-user" content="mkoch"><meta name="ajs-atl-token" content="${plant('meta')}"><style>.expand-content { display: none } .panel { border: 1px solid #ccc; padding: 8px } .tree { width: 240px; float: left }</style>`,
  body: around`
<header id="header"><a href="/">Company wiki</a><a href="/spaces">Spaces</a><a href="/people">People</a><button>Create</button><div class="aui-dropdown"><a href="/users/me">Profile</a><a href="/logout.action?atl_token=${plant('link query')}">Log Out</a></div></header>
<div class="tree"><div>Page tree</div><ul><li><a href="/1">Alarm plan</a></li><li><a href="/2">Pump house</a></li><li><a href="/3">Keys</a></li></ul></div>
<div id="main">${article`<h1 id="title-text"><a href="/display/OPS/High+water">High water: who does what</a></h1>`}<div class="page-metadata">${either`Created by Mara Koch, last modified on Sep 30, 2026`}</div>
<div id="main-content" class="wiki-content">
  <div class="toc-macro">${either`<ul><li><a href="#a">Before</a></li><li><a href="#b">In the night</a></li></ul>`}</div>
  ${article`<h2 id="a">Before</h2><p>${RIVER[1]!}</p><table class="confluenceTable"><tbody><tr><th>Level</th><th>Who</th><th>Does what</th></tr><tr><td>3.10 m</td><td>Shift leader</td><td>Calls the weir and writes down the time</td></tr><tr><td>3.60 m</td><td>Workshop</td><td>Carries the spare motor upstairs</td></tr></tbody></table>`}
  ${article`<div class="panel"><div class="panelContent"><p>The motor of the second gate must never run without oil, not even for a test.</p></div></div>`}
  ${article`<h2 id="b">In the night</h2><p>${RIVER[2]!}</p><ol><li>Open the gates by hand, the left one first.</li><li>Ask the school for its gym.</li><li>Count heads.</li></ol>`}
  <div class="expand-container"><button class="expand-control" aria-expanded="false">${either`Click here to expand…`}</button><div class="expand-content"><p>The code of the key box is ${plant('unopened tab')}.</p></div></div>
  ${article`<p>Who is called at night may come an hour later the next day. ${LAW[1]!}</p>`}
  ${article`<p>Questions? Ask <a class="user-mention" data-account-id="${plant('data attribute')}" href="/people/7">Mara</a>.</p>`}
</div><div id="likes-and-labels-container"><button>Like</button> Be the first to like this. <a href="/label/flood">flood</a></div><div id="comments-section"><h2>1 Comment</h2><p>Jo: the key box was moved.</p><textarea placeholder="Write a comment…">${plant('textarea')}</textarea></div></div>`,
}));

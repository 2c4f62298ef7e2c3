/** Pages with formulas, by the three ways in which sites draw them. */
import { fixture } from '../fixture.ts';
import { article, around, either, type Markup } from '../markup.ts';

/** A formula: its MathML, and its source. */
interface Formula {
  readonly mathml: string;
  readonly tex: string;
}

const SQUARE: Formula = { mathml: '<msup><mi>x</mi><mn>2</mn></msup>', tex: 'x^2' };
const ENERGY: Formula = {
  mathml:
    '<mi>E</mi><mo>=</mo><mfrac><mrow><mi>m</mi><msup><mi>v</mi><mn>2</mn></msup></mrow><mn>2</mn></mfrac>',
  tex: String.raw`E=\frac{mv^2}{2}`,
};
const ROOT: Formula = { mathml: '<msqrt><mi>g</mi><mi>h</mi></msqrt>', tex: String.raw`\sqrt{gh}` };
const SUM: Formula = {
  mathml:
    '<munderover><mo>∑</mo><mrow><mi>k</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><mi>k</mi><mo>=</mo><mfrac><mrow><mi>n</mi><mo>(</mo><mi>n</mi><mo>+</mo><mn>1</mn><mo>)</mo></mrow><mn>2</mn></mfrac>',
  tex: String.raw`\sum_{k=1}^{n} k = \frac{n(n+1)}{2}`,
};

const seen = ({ mathml }: Formula) => article`<math>${mathml}</math>`;

/** By MathJax 3: glyphs by a sheet, and MathML beside them that nobody sees. */
function mathJax(formula: Formula, isDisplay = false): Markup {
  const shape = isDisplay ? ' display="true"' : '';
  return around`<mjx-container class="MathJax CtxtMenu_Attached_0" jax="CHTML"${shape} tabindex="0" style="font-size: 119.5%; position: relative;"><mjx-math class="MJX-TEX" aria-hidden="true"><mjx-mrow>${formula.tex
    .replaceAll(/[\\{}^_]|[a-z]{3,}/g, '')
    .split('')
    .map(
      (sign) =>
        `<mjx-mi class="mjx-i"><mjx-c class="mjx-c${sign.codePointAt(0)?.toString(16).toUpperCase() ?? ''}"></mjx-c></mjx-mi>`,
    )}</mjx-mrow></mjx-math><mjx-assistive-mml unselectable="on" display="${isDisplay ? 'block' : 'inline'}"><math xmlns="http://www.w3.org/1998/Math/MathML"${isDisplay ? ' display="block"' : ''}>${formula.mathml}</math></mjx-assistive-mml></mjx-container>`.seenAs(
    seen(formula),
  );
}

/** By KaTeX: MathML that is clipped away, and boxes that are hidden from readers aloud. */
function katex(formula: Formula): Markup {
  return around`<span class="katex"><span class="katex-mathml"><math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow>${formula.mathml}</mrow><annotation encoding="application/x-tex">${formula.tex}</annotation></semantics></math></span><span class="katex-html" aria-hidden="true"><span class="base"><span class="strut" style="height: 0.8em"></span>${formula.mathml
    .replaceAll(/<[^>]*>/g, '')
    .split('')
    .map((sign) => `<span class="mord mathnormal">${sign}</span>`)}</span></span></span>`.seenAs(
    seen(formula),
  );
}

const MATHJAX_SHEET = `mjx-container[jax="CHTML"] { line-height: 0 } mjx-container [display="true"] { display: block } mjx-container[display="true"] { display: block; text-align: center; margin: 1em 0 } mjx-math { display: inline-block; text-align: left; line-height: 0 } mjx-mi, mjx-mrow, mjx-c { display: inline-block } mjx-c::before { display: block; width: 0; content: "" } ${'Emv2xghk=1n(+)'
  .split('')
  .map(
    (sign) =>
      `mjx-c.mjx-c${sign.codePointAt(0)!.toString(16).toUpperCase()}::before { padding: .6em .5em .1em 0; content: "${sign}" }`,
  )
  .join(
    ' ',
  )} mjx-assistive-mml { position: absolute !important; top: 0; left: 0; clip: rect(1px, 1px, 1px, 1px); padding: 1px 0 0 0 !important; border: 0 !important; display: block !important; width: auto !important; overflow: hidden !important; user-select: none } mjx-assistive-mml[display="block"] { width: 100% !important }`;
const KATEX_SHEET = `.katex { font: normal 1.21em serif; white-space: nowrap } .katex .katex-mathml { position: absolute; clip: rect(1px, 1px, 1px, 1px); padding: 0; border: 0; height: 1px; width: 1px; overflow: hidden } .katex-display { display: block; margin: 1em 0; text-align: center }`;

/** The notes of a course, with MathJax and exercises whose answers are closed. */
export const lectureNotes = fixture('lecture-notes', (plant) => ({
  title: 'Lecture 4: Water that falls',
  formulas: 5,
  head: `<style>${MATHJAX_SHEET} .unseen { position: absolute; left: -5000px } .nav { float: left; width: 180px }</style>`,
  body: around`
<div class="nav"><a href="/l3">Lecture 3</a><a href="/l5">Lecture 5</a><a href="/exam">Exam</a></div>
<div class="main"><div class="section">${article`<h1>Lecture 4: Water that falls</h1>`}
${article`<p>We let a mass of water fall from the height ${mathJax({ mathml: '<mi>h</mi>', tex: 'h' })} of the weir and ask how fast it is when it arrives. Friction is small as long as the fall is short, and we leave it out until the next lecture.</p><p>All the energy that the water had above has become energy of motion below. A mass that moves has the energy</p>${mathJax(ENERGY, true)}<p>and since the mass stands on both sides, it may be taken out. What remains is a speed that does not depend on how much water falls: a bucket arrives as fast as a flood.</p>`}
${article`<p>The speed of a long wave is even simpler. In water that is shallow compared with the wave it is ${mathJax(ROOT)}, and the wave from a gate that is opened in the night therefore needs eleven minutes to the bridge. Everybody on the meadows ought to know this number; hardly anybody does.</p>`}<span class="unseen">${plant('off-screen')}</span>
${article`<h2>A sum on the way</h2><p>If the gate is opened by one notch a minute, then the flow grows as the sum ${mathJax(SUM)}, that is, nearly as ${mathJax(SQUARE)}: slow at first, and then much faster than those who stand on the bank expect.</p>`}
<details><summary>${either`Exercise 4.1`}</summary><p>The answer is ${plant('closed details')}.</p></details>
${article`<p>Read chapter three of the <a href="/files/script.pdf?wstoken=${plant('link query')}">script</a> before Thursday.</p>`}
</div></div><div id="MathJax_Message" style="display: none">${plant('display none')}</div><script type="application/json">{"seed":"${plant('json')}"}</script>`,
}));

/** A technical blog with KaTeX. */
export const katexBlog = fixture('katex-blog', (plant) => ({
  title: 'How fast is a flood? – Quiet Numbers',
  author: 'Noor Haddad',
  formulas: 3,
  head: `<style>${KATEX_SHEET} main { max-width: 640px; margin: auto } .footnote-popup[hidden] { display: none }</style>`,
  body: around`
<header><a href="/">Quiet Numbers</a> <a href="/posts">Posts</a> <a href="/feed.xml">Feed</a></header>
<main><article>${article`<h1>How fast is a flood?</h1>`}<p class="byline">${either`by Noor Haddad, 11 October 2026`}</p>
${article`<p>Last month a gate was opened at night, and people on the meadows had less time than they thought. How much did they have? The height of the water behind the gate is known, and for long waves nothing else is needed: they run with ${katex(ROOT)} whatever their shape.</p>`}
<span class="katex-display">${katex(ENERGY)}</span>
${article`<p>is where it comes from, although the way from one to the other takes a page. The four metres behind the weir give six metres a second. That is a fast runner for a short distance, and a slow car for any distance at all.</p><p>Between weir and bridge there are a little more than four kilometres, so the answer is eleven minutes. I walked it, to see what one can do in eleven minutes: wake one house, if its people sleep lightly, and drive away from it. I did not get to a second.</p><p>What would help is not a faster wave of messages but an earlier one. If the flow in the tributary grows as ${katex(SQUARE)} for half an hour, it will be too much in another half hour, and that can be seen in any of the three gauges above the town.</p>`}
<aside class="footnote-popup" hidden>${plant('hidden attribute')}</aside>
${article`<p>The figures are from the council, and <a href="https://data.example/flow.csv?se=2026&sig=${plant('link query')}">open to everybody</a>. <span data-note="${plant('data attribute')}">Corrections</span> are welcome.</p>`}
<!-- analytics ${plant('comment')} --></article></main>
<div class="giscus-frame"><iframe srcdoc="<p>3 comments ${plant('frame')}</p>" title="Comments"></iframe></div><footer>Built from plain files.</footer>`,
}));

/** A preprint as a web page: MathML, theorem boxes, numbered equations, references. */
export const preprint = fixture('preprint', (plant) => ({
  title: 'Gates, notches, and the growth of floods',
  author: 'N. Haddad and V. Ostrander',
  path: '/html/2610.01234v2',
  formulas: 4,
  head: `<meta name="citation_id" content="${plant('meta')}"><style>.ltx_page_main { max-width: 760px; margin: auto } .ltx_eqn_table { width: 100% } .sr { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip: rect(0,0,0,0) } .ltx_ERROR { display: none }</style>`,
  body: around`
<header class="html-header"><a href="/">Preprints</a><a href="/abs/2610.01234">Back to abstract page</a><button>Report issue</button></header>
<nav class="ltx_TOC"><ol><li><a href="#S1">1 Introduction</a></li><li><a href="#S2">2 A bound</a></li></ol></nav>
<div class="ltx_page_main"><article class="ltx_document">${article`<h1 class="ltx_title ltx_title_document">Gates, notches, and the growth of floods</h1>`}<div class="ltx_authors">${either`<span class="ltx_personname">N. Haddad and V. Ostrander</span>`}</div>
${article`<div class="ltx_abstract"><h6 class="ltx_title">Abstract</h6><p class="ltx_p">We show that a gate which is opened notch by notch makes a flood that grows with the square of time, and give a bound for the height at which a bridge below it is reached.</p></div>
<section id="S1" class="ltx_section"><h2 class="ltx_title"><span class="ltx_tag">1 </span>Introduction</h2><div class="ltx_para"><p class="ltx_p">Let a gate have ${around`<math alttext="n" class="ltx_Math" display="inline"><mi>n</mi></math>`.seenAs(article`<math><mi>n</mi></math>`)} notches, each of which lets through the same flow. Engineers open one notch a minute, because that is what the manual says, and the manual says it since the motors of 1931 could do no more.</p><p class="ltx_p">After as many minutes as there are notches the flow is</p></div>
<table class="ltx_equation ltx_eqn_table"><tbody><tr class="ltx_equation"><td class="ltx_eqn_cell"><math display="block">${SUM.mathml}</math></td><td class="ltx_eqn_cell"><span class="ltx_tag">(1)</span></td></tr></tbody></table>
<div class="ltx_para"><p class="ltx_p">times that of one notch. Nothing in this is deep. It is remarkable only that no alarm plan that we have read takes it into account, and we have read forty.</p></div></section>
<section id="S2" class="ltx_section"><h2 class="ltx_title"><span class="ltx_tag">2 </span>A bound</h2><div class="ltx_theorem"><h6><span class="ltx_tag"><b>Theorem 1</b></span>.</h6><p class="ltx_p"><em>A wave in water of the depth <math display="inline"><mi>d</mi></math> reaches the bridge no later than a runner with the speed <math display="inline">${ROOT.mathml}</math>.</em></p></div><p class="ltx_p">The proof is an exercise in the sense that we did it standing on the bridge. It uses that the bed does not rise, which is true of this river and of few others.</p></section>`}
<span class="ltx_ERROR">${plant('display none')}</span><span class="sr">${plant('screen reader only')}</span>
${article`<p class="ltx_p">Data can be had from <a href="https://host.example/record/7?preview=1&token=${plant('link query')}">the record</a>.</p>`}
<section class="ltx_bibliography">${either`<h2>References</h2><ul><li>Ostrander, V.: Bees of sand and wall. Field Notes, 2011.</li></ul>`}</section><input type="hidden" value="${plant('hidden input')}"></article></div>
<footer class="ltx_page_footer">Generated by a converter. <a href="/help">Instructions for reporting errors</a></footer>`,
}));

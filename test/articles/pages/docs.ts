/** Documentation, and pages of a code host. */
import { fixture } from '../fixture.ts';
import { article, around, either } from '../markup.ts';
import { SOFTWARE } from '../prose.ts';
import { hex } from '../secrets.ts';

const SIDEBAR = around`<nav class="sidebar" aria-label="Docs"><ul>${['Introduction', 'Installation', 'Quick start', 'Configuration', 'Journals', 'Recovery', 'Metrics', 'Upgrading', 'Glossary'].map((page) => `<li><a href="/docs/${page.replace(' ', '-').toLowerCase()}">${page}</a></li>`)}</ul></nav>`;

/** A site generator: side bar, contents of the page, code with a button, tabs of which one is open, pager. */
export const docsSite = fixture('docs-site', (plant) => ({
  title: 'Journals | Sturdy',
  head: `<meta name="docsearch:key" content="${plant('meta')}">
<style>.hash-link { opacity: 0; margin-left: 4px } .tabpanel[hidden] { display: none } .layout { display: grid; grid-template-columns: 220px 1fr 180px } .token.keyword { color: #07a } .token.string { color: #690 } pre { background: #f6f8fa; padding: 12px } .copy { position: absolute; opacity: 0 }</style>`,
  body: around`
<nav class="navbar"><a href="/">Sturdy</a><a href="/docs">Docs</a><a href="/blog">Blog</a><button>Search <kbd>⌘K</kbd></button></nav>
<div class="layout">${SIDEBAR}
<main><div class="docItem"><nav class="breadcrumbs"><ul><li><a href="/docs">Docs</a></li><li>Journals</li></ul></nav>
<article><div class="theme-doc-markdown markdown">
  <header>${article`<h1>Journals</h1>`}</header>
  ${article`<p>${SOFTWARE[0]!}</p>`}
  ${article`<h2 id="open">Open a journal${around`<a href="#open" class="hash-link" title="Direct link">#</a>`}</h2>`}
  ${article`<p>${SOFTWARE[1]!} Call <code>openJournal</code> once, when your service starts:</p>`}
  <div class="tabs-container"><ul role="tablist" class="tabs">${either`<li role="tab" aria-selected="true">TypeScript</li><li role="tab" aria-selected="false">Python</li>`}</ul>
    <div role="tabpanel" class="tabpanel"><div class="code-block"><pre><code>${article`<span class="token keyword">const</span> journal = <span class="token keyword">await</span> openJournal(<span class="token string">'orders.log'</span>, { flushMs: 4 });
<span class="token keyword">for</span> (<span class="token keyword">const</span> entry of journal.entries()) apply(entry);`}</code></pre><button class="copy" data-clipboard-text="${plant('data attribute')}">Copy</button></div></div>
    <div role="tabpanel" class="tabpanel" hidden><pre><code>journal = open_journal("${plant('unopened tab')}")</code></pre></div></div>
  ${article`<div class="admonition warning"><div class="admonition-heading"><h5>caution</h5></div><p>Applying an entry twice must do no harm.</p></div>`}
  ${article`<h2 id="options">Options${around`<a href="#options" class="hash-link">#</a>`}</h2><table><thead><tr><th>Name</th><th>Default</th><th>Meaning</th></tr></thead><tbody><tr><td><code>flushMs</code></td><td>4</td><td>How long requests are collected before one flush.</td></tr><tr><td><code>isStrict</code></td><td>true</td><td>Whether a torn last entry is an error.</td></tr></tbody></table>`}
  ${article`<p>${SOFTWARE[2]!} See <a href="/docs/metrics?key=${plant('link query')}#flush">the metrics</a> for yours.</p>`}
  <iframe src="/play?seed=${hex(plant('frame address'))}" width="300" height="60" title="Playground"></iframe>
</div></article>
<footer class="doc-footer"><a href="https://code.example/edit">Edit this page</a> Last updated on Oct 1, 2026</footer>
<nav class="pagination-nav"><a href="/docs/configuration">Previous Configuration</a><a href="/docs/recovery">Next Recovery</a></nav><div>Was this page helpful? <button>Yes</button><button>No</button></div></div></main>
<div class="table-of-contents"><ul><li><a href="#open">Open a journal</a></li><li><a href="#options">Options</a></li></ul></div></div>
<footer>Copyright © 2026 Sturdy contributors.</footer>`,
}));

/** A reference of an interface: many short definitions, signatures, a table of browsers, notes. */
export const reference = fixture('reference', (plant) => ({
  title: 'Journal: append() method - Web APIs | Reference',
  head: `<style>.visually-hidden { position: absolute !important; width: 1px !important; height: 1px !important; clip: rect(1px, 1px, 1px, 1px) !important; overflow: hidden !important } @media print { .print-note { display: block !important } } .print-note { display: none }</style>`,
  body: around`
<header class="top"><a href="/">Reference</a><form action="/search?session=${plant('form action')}"><input name="q" value="${plant('typed value')}"></form><a href="/plus">Get Plus</a></header>
<div class="main-wrapper"><aside id="sidebar-quicklinks"><ol><li><a href="/Journal">Journal</a></li><li>Instance methods<ol><li>append()</li><li><a href="/Journal/close">close()</a></li><li><a href="/Journal/entries">entries()</a></li><li><a href="/Journal/flush">flush()</a></li></ol></li></ol></aside>
<main id="content"><article class="main-page-content" lang="en">
  ${article`<h1>Journal: append() method</h1>`}
  <div class="baseline-indicator">${either`<b>Baseline 2025</b> <span>Newly available</span>`}</div>
  ${article`<div class="section-content"><p>The <strong><code>append()</code></strong> method of the <a href="/en-US/Journal"><code>Journal</code></a> interface writes an entry to the end of the journal. It resolves when the entry is on the disk, and not before.</p></div>`}
  ${article`<section aria-labelledby="syntax"><h2 id="syntax"><a href="#syntax">Syntax</a></h2><div class="section-content"><pre class="brush: js"><code>append(entry)
append(entry, options)</code></pre></div></section>
  <section><h3>Parameters</h3><dl><dt><code>entry</code></dt><dd><p>A buffer with the bytes of the entry. Its length must not exceed sixteen million bytes, since a reader loads each entry whole.</p></dd><dt><code>options</code> ${around`<span class="visually-hidden">${plant('screen reader only')}</span>`}</dt><dd><p>An object with the member <code>signal</code>, which gives up the entry as long as it has not been written. ${SOFTWARE[0]!}</p></dd></dl></section>
  <section><h3>Return value</h3><p>A promise that resolves to the place of the entry, as a number of bytes from the start of the journal.</p></section>
  <section><h3>Exceptions</h3><dl><dt><code>QuotaExceededError</code></dt><dd><p>Thrown if the disk takes no more. The journal stays open, and entries that are already in it can be read.</p></dd><dt><code>InvalidStateError</code></dt><dd><p>Thrown if the journal has been closed.</p></dd></dl></section>`}
  <p class="print-note">Printed for ${plant('print only')}</p>
  ${article`<section><h2>Description</h2><p>${SOFTWARE[1]!}</p><p>${SOFTWARE[2]!}</p></section>`}
  ${article`<section><h2>Browser compatibility</h2><table class="bc-table"><thead><tr><th></th><th>Chrome</th><th>Firefox</th><th>Safari</th></tr></thead><tbody><tr><th><code>append</code></th><td ${`title="${plant('title attribute')}"`}>142</td><td>144</td><td>No</td></tr></tbody></table></section>`}
</article></main></div>
<footer>Your blueprint for a better internet. <a href="/privacy">Privacy</a></footer>`,
}));

/** The front page of a repository: files, then what its authors say about it. The user is signed in. */
export const codeReadme = fixture('code-readme', (plant) => ({
  title: 'sturdy/journal: Entries that survive',
  isPrivate: true,
  images: 1,
  head: `<meta name="csrf-token" content="${plant('meta')}"><style>.anchor { float: left; margin-left: -20px; opacity: 0 } .Box { border: 1px solid #ccc } .zeroclipboard { position: absolute; clip: rect(0 0 0 0) }</style>`,
  body: around`
<header class="AppHeader"><a href="/">Dashboard</a><button>Search or jump to…</button><a href="/notifications">Notifications</a><form action="/logout" method="post"><input type="hidden" name="authenticity_token" value="${plant('hidden input')}"><button>Sign out</button></form></header>
<nav class="UnderlineNav"><a href="/code">Code</a><a href="/issues">Issues 12</a><a href="/pulls">Pull requests 3</a><a href="/actions">Actions</a></nav>
<div class="Layout"><div class="Layout-main">
<table class="files" aria-label="Folders and files"><tbody>${['.github', 'src', 'test', '.gitignore', 'LICENSE', 'README.md', 'package.json'].map((name) => `<tr><td><a href="/blob/main/${name}">${name}</a></td><td><a href="/commit/1">Flush the folder, too</a></td><td>3 weeks ago</td></tr>`)}</tbody></table>
<div class="Box"><nav class="UnderlineNav"><a href="#readme">README</a><a href="#license">MIT license</a></nav>
<article class="markdown-body entry-content container-lg" itemprop="text">
  ${article`<div class="markdown-heading"><h1 class="heading-element">Journal</h1>${around`<a id="user-content-journal" class="anchor" aria-label="Permalink: ${plant('aria-label')}" href="#journal">🔗</a>`}</div>`}
  ${article`<p><a href="https://ci.example/badge?token=${plant('link query')}"><img src="/img/flat-90x20-badge.png" alt="" width="90" height="20"></a></p>`}
  ${article`<p>Journal keeps what you have promised to keep. ${SOFTWARE[0]!}</p><h2>Install</h2><div class="highlight highlight-source-shell"><pre>npm install journal</pre></div>`}
  ${article`<h2>Use</h2><p>${SOFTWARE[1]!}</p><div class="highlight highlight-source-ts"><pre><span class="pl-k">import</span> { open } <span class="pl-k">from</span> <span class="pl-s">'journal'</span>;

<span class="pl-k">const</span> log = <span class="pl-k">await</span> <span class="pl-en">open</span>(<span class="pl-s">'orders.log'</span>);
<span class="pl-k">await</span> log.<span class="pl-en">append</span>(order);</pre></div><div class="zeroclipboard"><clipboard-copy value="x">${around`${plant('clip')}`}</clipboard-copy></div>`}
  ${article`<h2>What it does not do</h2><ul><li>It does not copy entries to another machine.</li><li>It does not compress them. Disks are cheap, and torn archives are dear.</li><li>It does not promise anything about disks that lie.</li></ul><p>${SOFTWARE[3]!}</p>`}
</article></div></div>
<div class="Layout-sidebar"><h2>About</h2><p>Entries that survive</p><ul><li>418 stars</li><li>9 watching</li><li>31 forks</li></ul><h2>Languages</h2><p>TypeScript 98.1% Shell 1.9%</p></div></div>
<footer>© 2026 Host. <a href="/terms">Terms</a> <a href="/status">Status</a></footer>`,
}));

/** A question of a user at a code host, with answers, labels and a field that holds a draft. */
export const codeIssue = fixture('code-issue', (plant) => ({
  title: 'Entries are lost when the folder is not flushed · Issue #214 · sturdy/journal',
  isPrivate: true,
  head: `<style>.timeline-comment { border: 1px solid #d0d7de; margin: 16px 0 } .dropdown { display: none }</style>`,
  body: around`
<header class="AppHeader"><a href="/sturdy/journal">sturdy / journal</a><button>Search</button><a href="/logout">Sign out</a></header>
<main><div class="issue-header">${article`<h1><bdi>Entries are lost when the folder is not flushed</bdi> <span>#214</span></h1>`}<span class="State">Open</span> <a href="/new">New issue</a></div>
<div class="layout"><div class="discussion">
${[
  [
    'mkoch',
    'on May 2',
    `<p>${SOFTWARE[3]!}</p><p>To see it, cut the power between the rename and the next flush:</p><pre>mount -o dirsync /dev/vdb1 /mnt<br>node crash.js --at rename</pre><p>I expected the renamed file. I found the old one, and the new entries were gone.</p>`,
  ],
  [
    'dlind',
    'on May 3',
    `<p>Confirmed on two file systems. We flush the file and then rename it, but nobody flushes the folder. ${SOFTWARE[0]!}</p>`,
  ],
  [
    'mkoch',
    'on May 7',
    `<p>With the patch from #219 a thousand cuts lost nothing. Thank you!</p><blockquote><p>but nobody flushes the folder</p></blockquote><p>It took us a year to find these five words.</p>`,
  ],
].map(
  (
    [who, when, text],
    at,
  ) => around`<div class="timeline-comment" id="issuecomment-${at}" data-gid="${at === 0 ? plant('data attribute') : at}">
  <div class="timeline-comment-header">${either`<a href="/${who!}">${who!}</a> commented <relative-time>${when!}</relative-time>`} <details class="dropdown"><summary>…</summary><a href="/edit?id=${at}">Edit ${at === 1 ? plant('closed details') : ''}</a></details></div>
  <div class="comment-body markdown-body">${article`${text!}`}</div></div>`,
)}
<div class="new-comment"><h3>Add a comment</h3><div class="editor" contenteditable="true" role="textbox"><p>${plant('draft')}</p></div><textarea name="comment[body]">${plant('textarea')}</textarea><button>Comment</button></div>
</div><aside><h3>Assignees</h3><p>dlind</p><h3>Labels</h3><a href="/labels/bug">bug</a><h3>Milestone</h3><p>2.1</p><select><option>Choose a project</option><option>${plant('unchosen option')}</option></select></aside></div></main>`,
}));

/** Threads: a forum of today, one of 2004, questions with answers, a channel of a chat. */
import { fixture } from '../fixture.ts';
import { article, around, either } from '../markup.ts';
import { BREAD, GARDEN, SOFTWARE, TRAIN } from '../prose.ts';

/** A forum that is an application: posts with avatars and menus, likes, suggested topics at the end. */
export const forumApp = fixture('forum-app', (plant) => ({
  title: 'Does the night train have bicycles? - Railway talk',
  faces: 3,
  head: `<style>.topic-avatar { float: left; width: 48px } .topic-body { margin-left: 60px } .cooked blockquote { background: #eee } .fps { display: none } .emoji { width: 20px; height: 20px } .secret { -webkit-text-security: disc }</style>`,
  body: around`
<header class="d-header"><a href="/">Railway talk</a><button>Sign up</button><button>Log in</button></header>
<div id="main-outlet"><div id="topic-title">${article`<h1><a href="/t/does-the-night-train-have-bicycles/812" class="fancy-title">Does the night train have bicycles?</a></h1>`}<div class="topic-category"><a href="/c/sleepers">Sleepers</a></div></div>
<section class="topic-area"><div class="post-stream">
${[
  [
    'petra_k',
    'Aug 3',
    `<p>We want to take two bicycles from the capital to the harbour. ${TRAIN[0]!}</p><p>Does anybody know whether the 21.10 carries any?</p>`,
  ],
  [
    'oldguard',
    'Aug 3',
    `<p>It did until spring. ${TRAIN[2]!}</p><p>Take the front wheel off, wrap everything into a sheet, and it is luggage.</p>`,
  ],
  [
    'petra_k',
    'Aug 9',
    `<aside class="quote"><blockquote>wrap everything into a sheet</blockquote></aside><p>We did that, and it worked. The conductor helped us to lift them. ${TRAIN[3]!}</p>`,
  ],
].map(
  (
    [who, when, text],
    at,
  ) => around`<div class="topic-post" data-post-id="${9000 + at}"><article id="post_${at + 1}" role="region" aria-label="post ${at + 1}">
  <div class="topic-avatar"><a href="/u/${who!}"><img src="/img/flat-48x48-${who!}.png" width="48" height="48" alt=""></a></div>
  <div class="topic-body"><div class="topic-meta-data">${either`<span class="names"><a href="/u/${who!}">${who!}</a></span> <a class="post-date" href="/t/812/${at + 1}">${when!}</a>`}</div>
  <div class="cooked">${article`${text!}`}${at === 0 ? around`<span class="fps">${plant('display none')}</span>` : ''}${at === 1 ? around`<span class="secret">${plant('masked')}</span>` : ''}${at === 2 ? around`<a href="/uploads/ticket.pdf?auth=${plant('link query')}">${article`Our ticket, for those who doubt it.`}</a>` : ''}</div>
  <section class="post-menu-area"><button title="like this post">4</button><button title="${at === 0 ? plant('title attribute') : 'share'}">Share</button><button>Reply</button></section></div></article></div>`,
)}
</div></section>
<div class="composer" style="height: 0; overflow: hidden"><textarea>${plant('textarea')}</textarea></div>
<div class="suggested-topics"><h3>Suggested topics</h3><table><tbody><tr><td><a href="/t/1">Which bunk is the quietest?</a></td><td>14</td><td>Jul 30</td></tr><tr><td><a href="/t/2">Breakfast, a history</a></td><td>61</td><td>Jul 12</td></tr></tbody></table></div></div>`,
}));

/** A board of 2004: everything is a table, signatures under each post, a legend of permissions. */
export const forumTables = fixture('forum-tables', (plant) => ({
  title: 'Clay pots for bread :: Oven board',
  path: `/viewtopic.php?t=4411&sid=${plant('own address')}`,
  isPrivate: true,
  head: `<style>.forumline { border: 1px solid #006; width: 100% } td.row1 { background: #efefef } .postdetails { font-size: 10px }</style>`,
  body: around`
<table class="bodyline" width="100%"><tr><td><table width="100%"><tr><td><a href="index.php">Oven board</a></td><td align="center"><span class="mainmenu"><a href="faq.php">FAQ</a> <a href="search.php">Search</a> <a href="memberlist.php">Memberlist</a> <a href="login.php?logout=true&sid=${plant('link query')}">Log out [ anne ]</a></span></td></tr></table>
<table width="100%"><tr><td>${article`<h1 class="maintitle"><a href="viewtopic.php?t=4411">Clay pots for bread</a></h1>`}</td></tr></table>
<table class="forumline" cellspacing="1"><tr>${either`<th>Author</th><th>Message</th>`}</tr>
${[
  [
    'Anne',
    'Posts: 214',
    `I have baked in iron for years. ${BREAD[3]!}<br /><br />Now somebody gave me a pot of clay. Must I water it first?`,
  ],
  [
    'Ofenrohr',
    'Posts: 3120',
    `Never water it. ${BREAD[0]!}<br /><br />Put it into the cold oven, or it cracks, and be patient with it.`,
  ],
  [
    'Anne',
    'Posts: 215',
    `It did not crack. ${BREAD[2]!}<br /><br />I shall never wash iron again.`,
  ],
].map(
  (
    [who, posts, text],
    at,
  ) => around`<tr><td width="150" align="left" valign="top" class="row1"><span class="name">${either`<b>${who!}</b>`}</span><br><span class="postdetails">${either`${posts!}<br>Location: kitchen`}</span></td>
<td class="row1" width="100%" valign="top"><table width="100%"><tr><td><span class="postdetails">${either`Posted: Sun Feb 0${at + 1}, 2004 9:14 pm`}</span></td></tr><tr><td colspan="2"><span class="postbody">${article`${text!}`}${around`<span style="display:none">${at === 1 ? plant('display none') : ''}</span>`}</span></td></tr></table></td></tr>
<tr><td class="row1"><a href="#top">Back to top</a></td><td><a href="profile.php?u=${at}">profile</a> <a href="privmsg.php?u=${at}">pm</a></td></tr>`,
)}
</table><form action="posting.php" method="post"><input type="hidden" name="sid" value="${plant('hidden input')}"><input type="password" value="${plant('password')}"></form>
<table><tr><td><span class="gensmall">You <b>can</b> post new topics in this forum<br>You <b>cannot</b> vote in polls in this forum</span></td></tr></table></td></tr></table>`,
}));

/** A question with two answers, votes and comments, and a column of hot questions. */
export const questions = fixture('questions', (plant) => ({
  title: 'python - Why must I flush the folder after a rename? - Heap Overflow',
  head: `<style>.s-sidebar { width: 200px; float: right } .post-layout { display: grid; grid-template-columns: 50px 1fr } .s-popover { display: none } .js-vote { width: 40px }</style>`,
  body: around`
<header><a href="/">Heap Overflow</a><input type="search" value="${plant('typed value')}"><a href="/users/login">Log in</a></header>
<div class="container"><div id="left-sidebar"><a href="/">Home</a><a href="/questions">Questions</a><a href="/tags">Tags</a></div>
<div id="content" itemscope itemtype="https://schema.org/QAPage"><div id="question-header">${article`<h1 itemprop="name"><a class="question-hyperlink" href="/q/77">Why must I flush the folder after a rename?</a></h1>`}<a href="/ask">Ask Question</a></div>
<div>${either`Asked 3 years ago. Modified 4 months ago. Viewed 18k times`}</div>
<div id="mainbar">
${[
  [
    'question',
    '41',
    `<p>I write a file, flush it, and rename it over the old one. ${SOFTWARE[0]!}</p><pre class="lang-py"><code>with open(tmp, "wb") as f:
    f.write(data)
    os.fsync(f.fileno())
os.rename(tmp, path)</code></pre><p>After a power failure the old file was there. Why?</p>`,
  ],
  [
    'answer accepted',
    '77',
    `<p>A rename changes the <em>folder</em>, and a folder is a file as well. ${SOFTWARE[1]!}</p><p>Open the folder, flush it, and close it:</p><pre class="lang-py"><code>fd = os.open(folder, os.O_RDONLY)
os.fsync(fd)
os.close(fd)</code></pre><p>On some systems this is an error that you may ignore.</p>`,
  ],
  ['answer', '6', `<p>Do not do any of this by hand. ${SOFTWARE[3]!}</p>`],
].map(
  (
    [kind, votes, text],
    at,
  ) => around`<div class="${kind!}" data-score="${votes!}"><div class="post-layout"><div class="js-vote"><button aria-label="Up vote">▲</button><div>${votes!}</div><button aria-label="${at === 0 ? plant('aria-label') : 'Down vote'}">▼</button></div>
<div class="postcell"><div class="s-prose js-post-body" itemprop="text">${article`${text!}`}<span property="og:key" content="${at === 1 ? plant('rdfa') : ''}"></span></div>
<div class="post-menu"><a href="/share/${at}">Share</a> <a href="/edit/${at}">Improve this question</a> <button>Follow</button><div class="s-popover">https://heap.example/a/${at}?u=${at === 1 ? plant('closed popover') : ''}</div></div>
<div class="user-info">${either`answered Mar 1, 2023 at 9:1${at} <a href="/users/${at}">user${at}</a> 1,204`}</div></div></div></div>`,
)}
<h2>Your Answer</h2><form><textarea>${plant('textarea')}</textarea><button>Post Your Answer</button></form></div>
<div class="s-sidebar"><h4>Hot Network Questions</h4><ul><li><a href="/h1">Can a dragon file its taxes jointly?</a></li><li><a href="/h2">What is this screw called?</a></li><li><a href="/h3">Short story about a clock without a face</a></li></ul></div></div></div>`,
}));

/** A channel of a chat, in a list that scrolls by itself: names, times, reactions, and a message that is being written. */
export const chat = fixture('chat', (plant) => ({
  title: '#garden - Yard - Chat',
  faces: 4,

  isPrivate: true,
  head: `<style>html, body { height: 100%; margin: 0; overflow: hidden } .client { display: flex; height: 100vh } .channels { width: 220px; background: #3f0e40; color: #fff } .messages { flex: 1; overflow-y: auto; height: calc(100vh - 120px) } .message { display: flex; padding: 8px } .actions { position: absolute; opacity: 0 }</style>`,
  body: around`
<div class="client"><nav class="channels" aria-label="Channels"><div>Yard</div><a href="/c/1"># general</a><a href="/c/2"># garden</a><a href="/c/3"># keys</a><div>Direct messages</div><a href="/d/1">Mira</a><a href="/d/2">Tomasz</a><button>Sign out</button></nav>
<div class="view"><div class="view-header">${article`<h1># garden</h1>`}<span>22 members</span></div>
<div class="messages" role="list">
${[
  ['Mira Osei', '9:02', `<p>Good morning. The owner called me yesterday. ${GARDEN[3]!}</p>`],
  [
    'Tomasz',
    '9:10',
    `<p>Then we should talk about the money again. ${GARDEN[0]!}</p><p>I can bring numbers on Thursday, if somebody brings chairs.</p>`,
  ],
  ['Hye-jin', '9:31', `<p>The institute wrote, too. ${GARDEN[2]!}</p>`],
  ['Mira Osei', '9:40', `<p>Thursday at seven, then. I write it on the door. ${GARDEN[1]!}</p>`],
].map(
  ([who, when, text], at) =>
    around`<div role="listitem" class="message" id="m${at}" data-ts="${at === 0 ? plant('data attribute') : at}"><img src="/img/flat-36x36-u${at}.png" width="36" height="36" alt=""><div class="message-content"><div>${either`<button class="sender">${who!}</button> <a href="/archives/c2/p${at}">${when!}</a>`}</div><div class="rich-text">${article`${text!}`}</div>${either`<div class="reactions"><button aria-label="react">🌱 ${at + 2}</button></div>`}<div class="actions">${at === 2 ? plant('transparent') : ''}</div></div></div>`,
)}
</div><div class="composer"><div contenteditable="true" role="textbox" class="ql-editor"><p>${plant('draft')}</p></div></div></div></div>
<template id="profile">${plant('template')}</template>
<div popover id="status"><p>${plant('closed popover')}</p></div>`,
}));

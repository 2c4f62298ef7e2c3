/** Blogs: systems with a theme, newsletters on the web, an application with made-up class names, and an old one. */
import { fixture, paragraphs, quoted } from '../fixture.ts';
import { article, around, either } from '../markup.ts';
import { BREAD, CHESS, CLOCK, GARDEN, SOFTWARE } from '../prose.ts';
import { base64 } from '../secrets.ts';

/** The usual system with a theme: entry, author box, post navigation, comments with avatars, a form, widgets. */
export const blogTheme = fixture('blog-theme', (plant) => ({
  title: 'A garden behind the printing works – Slow City',
  author: 'Mira Osei',
  images: 1,
  head: `<style>.screen-reader-text { border: 0; clip-path: inset(50%); height: 1px; margin: -1px; overflow: hidden; position: absolute; width: 1px } .site { max-width: 1000px; margin: auto; display: flex } .content-area { width: 700px }</style>`,
  body: around`
<a class="skip-link screen-reader-text" href="#content">Skip to content</a>
<header class="site-header"><p class="site-title"><a href="/">Slow City</a></p><p>Notes from the third floor</p><nav><ul class="menu"><li><a href="/about">About</a></li><li><a href="/archive">Archive</a></li><li><a href="/contact">Contact</a></li></ul></nav></header>
<div class="site"><div id="primary" class="content-area"><main>
<article id="post-1437" class="post-1437 post type-post status-publish hentry ${plant('class')}">
  <header class="entry-header">${article`<h1 class="entry-title">A garden behind the printing works</h1>`}
  <div class="entry-meta">${either`Posted on <time class="entry-date" datetime="2026-10-02">2 October 2026</time> by <span class="author vcard"><a href="/author/mira">Mira Osei</a></span>`}</div></header>
  <div class="entry-content">
    ${paragraphs(GARDEN.slice(0, 2))}
    <figure class="wp-block-image"><a href="/wp-content/uploads/yard.png?X-Amz-Credential=me&X-Amz-Signature=${plant('link query')}"><img src="/img/photo-800x533-yard.png" width="700" height="466" alt="Boxes with beans in a yard" srcset="/img/photo-800x533-yard.png 800w, /img/photo-800x533-yard.png?policy=${plant('srcset')} 1600w" sizes="300px"></a><figcaption>${article`The yard in June, when the beans were highest.`}</figcaption></figure>
    ${paragraphs(GARDEN.slice(2))}
    ${article`<blockquote class="wp-block-quote"><p>Potatoes forgive. Carrots remember everything.</p></blockquote>`}
    <p><span class="screen-reader-text">${plant('clip-path')}</span>${article`If you would like to write to the owner, be kind.`}</p>
    <div class="sharedaddy"><h3>Share this:</h3><ul><li><a href="/?share=a">Chirp</a></li><li><a href="/?share=b">Book</a></li></ul></div>
  </div>
  <footer class="entry-footer"><span class="cat-links">Posted in <a href="/c/garden">Garden</a></span></footer>
</article>
<nav class="post-navigation"><a href="/prev">Previous: How to sharpen a spade</a> <a href="/next">Next: Nothing happens in November</a></nav>
<section id="comments"><h2>3 thoughts on “A garden behind the printing works”</h2><ol class="comment-list">
<li><b>Jens</b> says: <p>We had a yard like this, and it is a car park now.</p></li><li><b>Ola</b> says: <p>Which institute tests the soil? Ours wants two hundred for one sample.</p></li><li><b>Mira Osei</b> says: <p>Ola, I send you the address.</p></li></ol>
<form id="commentform" action="/wp-comments-post.php"><textarea name="comment">${plant('textarea')}</textarea><input name="author" placeholder="Name"><button>Post comment</button></form></section>
</main></div><aside class="widget-area"><section class="widget"><h2>Recent posts</h2><ul><li><a href="/1">How to sharpen a spade</a></li><li><a href="/2">Soup from leaves</a></li></ul></section></aside></div>
<footer class="site-footer">Proudly powered by a press</footer>`,
}));

/** A newsletter on the web: subscription boxes inside the text, likes and restacks. The reader came by a link of theirs. */
export const newsletterPost = fixture('newsletter-post', (plant) => ({
  title: 'On losing kindly - by Clara Ivens',
  author: 'Clara Ivens',
  path: `/p/on-losing-kindly?r=${base64(plant('own address'))}&token=x`,
  isPrivate: true,
  head: `<style>.subtitle { color: #666; font-size: 19px } .widget { background: #f4f4f4; padding: 20px; text-align: center } .pencraft { display: flex } .tip { position: absolute; left: -10000px; top: auto; width: 300px }</style>`,
  body: around`
<div id="main"><div class="navbar"><a href="/">The Crowded Board</a><button>Subscribe</button><a href="/signin">Sign in</a></div>
<article class="newsletter-post post">
  <div class="post-header">${article`<h1 class="post-title">On losing kindly</h1><h3 class="subtitle">What a boy of seven taught me about fear</h3>`}
    <div class="pencraft">${either`<a href="/@clara">Clara Ivens</a> <div>Nov 14, 2026</div>`}</div>
    <div class="pencraft post-ufi"><button>128</button><button>24</button><button>9</button><button>Share</button></div></div>
  <div class="available-content"><div class="body markup">
    ${paragraphs(CHESS.slice(0, 2))}
    <div class="widget subscription-widget"><p>The Crowded Board is written for its readers. To receive new posts, become one.</p><form><input type="email" value="${plant('typed value')}"><input type="hidden" name="first_url" value="${plant('hidden input')}"><button>Subscribe</button></form></div>
    ${article`<p>${CHESS[2]!} <a href="/i/149?utm_campaign=post&redirect=%2Fp%2Fboard%3Fjwt%3D${plant('link query')}">The list of those games</a> is free to read.</p>`}
    <div><hr></div>
    ${paragraphs(CHESS.slice(3))}
    <p class="tip">${plant('off-screen')}</p>
  </div></div>
  <div class="post-footer"><button>Like</button><button>Restack</button></div>
</article>
<div class="discussion"><h4>Discussion about this post</h4><div class="comment"><b>Pawn to king</b><p>My trainer is eleven and ruthless.</p></div></div></div>`,
}));

/** An application of a large site: each element is a div, each class is made up, and a script draws the text. */
export const storyApp = fixture('story-app', (plant) => {
  const story = around`<div class="ab"><div class="sticky"><a href="/">Medium Rare</a><input placeholder="Search"><a href="/write">Write</a><a href="/signin">Sign in</a></div>
  <div class="ah"><div class="ai">
    ${article`<div><h1 class="pw-post-title aj">Saving is a promise. Who keeps it?</h1></div><h2 class="pw-subtitle ak">A journal, a disk, and four mistakes that everybody makes</h2>`}
    <div class="al"><img src="/img/flat-44x44-face.png" width="44" height="44" alt="">${either`<div><a href="/@rlind">R. Lind</a></div><div>6 min read · Mar 2, 2026</div>`}</div>
    <div class="am"><button>418</button><button>12</button><button>Listen</button><button>Share</button></div>
    ${article`<p class="pw-post-body-paragraph">${SOFTWARE[0]!}</p><p class="pw-post-body-paragraph">${SOFTWARE[1]!}</p>`}
    ${article`<h2 class="an">Measure first</h2><p class="pw-post-body-paragraph">${SOFTWARE[2]!} ${around`<span class="zz">${plant('zero font')}</span>`}</p>`}
    ${article`<pre><span class="ao">await file.sync();<br>await rename(file, target);<br>await folder.sync();</span></pre>`}
    ${article`<p class="pw-post-body-paragraph">${SOFTWARE[3]!} The <a href="https://reader:${plant('link user')}@papers.example/journal">first of these papers</a> is forty years old.</p>`}
  </div></div>
  <div class="aq"><div>Written by R. Lind</div><div>2.1K followers</div><button>Follow</button><h2>More from R. Lind</h2><div><a href="/m1"><h2>Queues all the way down</h2><p>Why does it wait, and for whom?</p></a></div><div><a href="/m2"><h2>My favourite system call</h2><p>It is not the one that you think of.</p></a></div></div></div>`;
  return {
    title: 'Saving is a promise. Who keeps it? | by R. Lind | Medium Rare',
    faces: 1,
    author: 'R. Lind',
    head: `<style>.ah { max-width: 680px; margin: 0 auto } .sticky { position: sticky; top: 0; background: #fff } .zz { font-size: 0 }</style>`,
    body: around`<div id="app"></div><script type="application/json" id="state">{"viewer":{"key":"${plant('json')}"}}</script>`.seenAs(
      story,
    ),
    script: `localStorage.setItem('draft', '${plant('storage')}');
      document.querySelector('#app').innerHTML = ${quoted(story)};
      document.querySelector('.ah').reader = '${plant('element property')}';`,
  };
});

/** An old blog: lines parted by two breaks, no paragraph at all, gadgets in tables of links. */
export const oldBlog = fixture('old-blog', (plant) => ({
  title: 'Crumbs and Crusts: The bread that waits',
  author: 'Anne',
  head: `<style>.post-body { font: 14px Verdana; width: 520px; float: left } #sidebar { width: 200px; float: right } .quiet { visibility: hidden }</style>`,
  body: around`
<div id="header"><h1 class="title"><a href="/">Crumbs and Crusts</a></h1><p class="description">a kitchen diary</p></div>
<div id="main"><h2 class="date-header">${either`Sunday, 8 February 2009`}</h2>
<div class="post hentry"><a name="${plant('class')}"></a>
  ${article`<h3 class="post-title entry-title">The bread that waits</h3>`}
  <div class="post-body entry-content">${article`${BREAD[0]!}<br><br>${BREAD[1]!}<br /><br />
${BREAD[2]!}${around`<span class="quiet">${plant('visibility')}</span>`}<br><br><b>And then?</b><br><br>${BREAD[3]!}<br><br>Thanks to my neighbour, who <a href="mailto:anne@kitchen.example?subject=bread&body=${plant('mail link')}">lent me her pot</a>.`}
  <div style="clear: both"></div></div>
  <div class="post-footer">${either`Posted by Anne at 21:14`} <a href="/#comments">7 comments</a> Labels: <a href="/label/bread">bread</a>, <a href="/label/patience">patience</a></div>
</div></div>
<div id="sidebar"><h2>Blog archive</h2><ul>${['February', 'January', 'December', 'November'].map((month, n) => `<li><a href="/archive/${n}">${month} (${n + 3})</a></li>`)}</ul><h2>Followers</h2><h2>Blogroll</h2><ul><li><a href="http://oven.example">Warm oven</a></li><li><a href="http://rye.example">Rye and I</a></li></ul><marquee>Hit counter: 004711</marquee></div>
<form action="https://pay.example/donate"><input type="hidden" name="hosted_button" value="${plant('hidden input')}"></form>
<!-- stats: ${plant('comment')} -->`,
}));

/** An interview: questions in bold, an introduction that fades, an author box at the end, a bar of progress. */
export const interview = fixture('interview', (plant) => ({
  title: 'Ilse Marten on two hundred turns a day',
  head: `<style>:root { --session: "${plant('custom property')}" } .intro { opacity: .85 } .unused::after { content: "${plant('css content')}" } .card .gone { max-height: 0; overflow: hidden; height: 0 } .progress { position: fixed; top: 0; height: 3px; width: 20%; background: red }</style>`,
  body: around`
<div class="progress"></div><nav class="crumbs"><a href="/">Magazine</a> / <a href="/people">People</a></nav>
<main class="layout"><article class="interview">
  ${article`<h1>“A motor does not listen”</h1><p class="intro">Since she retired, Ilse Marten has wound a clock without a face. We asked her why.</p>`}
  <section class="text">
  ${article`<p><strong>Ms Marten, a motor would cost as much as a bicycle. Why not buy one?</strong></p><p>Because I like bicycles better. And because somebody should be there when it stops. ${CLOCK[2]!}</p>
  <p><strong>What does one think about on a hundred and twelve steps?</strong></p><p>On the first forty about one’s knees. After that about nothing at all, which is the best part of the day. ${CLOCK[0]!}</p>
  <p><strong>And when the tower is repaired?</strong></p><p>Then I shall go up and listen to nothing. ${CLOCK[3]!}</p>`}
  <details><summary>${either`Notes on this interview`}</summary><p>Recorded under the number ${plant('closed details')}, not for print.</p></details>
  ${article`<p><strong>Who comes after you?</strong></p><p>There is a girl in the fourth form who asks better questions than you do. I have ${around`<svg width="12" height="12" role="presentation"><title>${plant('svg title')}</title><circle r="5" cx="6" cy="6"/></svg>`} hopes.</p>`}
  </section>
  <div class="card"><p class="gone">${plant('zero size')}</p></div>
</article></main>
<section class="teasers"><h2>More people</h2><a href="/p1">The man who tunes carillons</a><a href="/p2">A day with a bell founder</a></section>`,
}));

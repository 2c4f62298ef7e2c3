/** A letter in a mailer on the web, and a newsletter that was opened in the browser. */
import { fixture, paragraphs } from '../fixture.ts';
import { article, around, either } from '../markup.ts';
import { CHESS, CLOCK, GARDEN } from '../prose.ts';

/** A letter that is open in a mailer: folders, tools, its head with addresses, an answer that is being written. */
export const letter = fixture('letter', (plant) => ({
  title: 'Your yard - mira@post.example - Post',
  faces: 1,
  path: `/mail/u/0/#inbox/${plant('own address')}`,
  isPrivate: true,
  head: `<style>html, body { height: 100%; margin: 0; overflow: hidden } .app { display: flex; height: 100vh } .folders { width: 200px } .pane { flex: 1; overflow: auto } .ajy { display: none } .adL { height: 1px; overflow: hidden; font-size: 1px; line-height: 1px; max-height: 1px; color: #fff }</style>`,
  body: around`
<div class="app"><div class="folders" role="navigation"><button>Compose</button><a href="#inbox">Inbox 4</a><a href="#starred">Starred</a><a href="#sent">Sent</a><a href="#drafts">Drafts 1</a><a href="#spam">Spam</a></div>
<div class="pane" role="main"><div class="toolbar"><button>Back to inbox</button><button>Archive</button><button>Report spam</button><button>Delete</button></div><div class="accounts"><a href="/ServiceLogin">mira@post.example</a><a href="/Logout">Sign out</a></div>
<div class="nH">${article`<h2 class="hP" data-thread-perm-id="${plant('data attribute')}">Your yard</h2>`}
<div class="gs"><div class="gE"><img src="/img/flat-40x40-owner.png" width="40" height="40" alt=""><span class="gD">${either`<b>Henriette Vogt</b> &lt;h.vogt@works.example&gt;`}</span> <span class="g3">${either`12 Oct 2026, 18:02`}</span><div class="ajy"><table><tr><td>from:</td><td>h.vogt@works.example</td></tr><tr><td>message id:</td><td>${plant('display none')}</td></tr></table></div></div>
<div class="ii gt"><div class="a3s"><div dir="ltr">
  ${article`<div>Dear Mrs Osei,</div><div><br></div><div>thank you for your letter and for the jar. ${GARDEN[0]!}</div><div><br></div><div>I have walked through the yard twice since then, once in the rain. ${GARDEN[2]!}</div><div><br></div><div>I owe you an answer before the first frost, and here is the first half of it: I will not sell to the neighbour. ${CHESS[1]!}</div><div><br></div><div>For the second half we should meet. Would <a href="https://cal.example/invite/${plant('link path')}?response=yes">Thursday</a> suit you?</div><div><br></div><div>Yours sincerely,<br>Henriette Vogt</div>`}
  <div class="adL">${plant('zero size')}</div><img src="https://mail.example/open.gif" width="1" height="1" alt="">
</div></div></div></div>
<div class="reply"><div contenteditable="true" aria-label="Message body" role="textbox">Dear Mrs Vogt, my draft</div><button>Send</button><button>Discard</button></div></div></div></div>`,
}));

/** A newsletter in the browser: tables in tables, a preheader that nobody sees, links that are counted. */
export const mailing = fixture('mailing', (plant) => ({
  title: 'The tower letter, autumn',
  path: `/view?u=8a1&id=77&e=${plant('own address')}`,
  isPrivate: true,
  images: 1,
  head: `<style>.preheader { display: none !important; font-size: 1px; color: #fff; max-height: 0; opacity: 0 } @media only screen and (max-width: 480px) { .mobile { display: block !important } } .mobile { display: none }</style>`,
  body: around`
<span class="preheader">The clock stands still, and ${plant('display none')}</span>
<table role="presentation" width="100%" bgcolor="#eeeeee" cellpadding="0"><tr><td align="center"><table role="presentation" width="600" bgcolor="#ffffff"><tr><td align="right" style="font-size: 10px">${either`<a href="https://list.example/view">View this email in your browser</a>`}</td></tr>
<tr><td><img src="/img/photo-600x200-tower.png" width="600" height="200" alt="The tower" style="display: block"></td></tr>
<tr><td style="padding: 20px">${article`<h1 style="font: 28px Georgia">A clock that nobody hears</h1><p>Dear friends of the tower,</p>`}${paragraphs(CLOCK.slice(0, 3), ' style="margin: 0 0 16px"')}</td></tr>
<tr><td><table role="presentation"><tr><td width="280" valign="top">${article`<h3>The crane</h3><p>${CLOCK[3]!}</p>`}</td><td width="280" valign="top">${article`<h3>The money</h3><p>Of the ninety thousand that we need, sixty-one thousand have been given. Whoever gives a hundred may wind the clock for a day.</p>`}</td></tr></table></td></tr>
<tr><td align="center"><a href="https://click.example/ls/click?upn=${plant('link query')}" style="background: #a00; color: #fff; padding: 10px">${article`Give something for the tower`}</a></td></tr>
<tr class="mobile"><td>${plant('unopened tab')}</td></tr>
<tr><td style="font-size: 11px; color: #888">You get this letter because you signed up at the tower. <a href="https://list.example/unsubscribe?e=${plant('link path')}">Unsubscribe</a> <a href="https://list.example/prefs">Update your preferences</a><br>Friends of the Tower, Market 1</td></tr>
</table></td></tr></table>`,
}));

/**
 * Pages with an article, each for one habit of sites. The word "clutter" is in everything that does not belong to the
 * article, and every other word does.
 */

/** A paragraph of about sixty words that stand nowhere else. */
export function prose(name: string): string {
  return Array.from({ length: 12 }, (_, at) => `${name}${at} mayflies live over still water,`).join(
    ' ',
  );
}

const p = (name: string) => `<p>${prose(name)}</p>`;
const story = (name: string) => [1, 2, 3, 4].map((at) => p(`${name}${at}x`)).join('');
const LINKS = '<ul><li><a href="/1">clutter</a></li><li><a href="/2">clutter</a></li></ul>';

export const SCENES: readonly (readonly [name: string, markup: string])[] = [
  [
    'an article element between menus',
    `<header><a href="/">clutter</a><nav>${LINKS}</nav></header><main><article><h1>Title</h1>${story('a')}</article></main><footer>clutter ${LINKS}</footer>`,
  ],
  [
    'nothing but boxes',
    `<div><div><a href="/">clutter</a> <a href="/b">clutter</a></div><div><div><h1>Title</h1></div><div><div>${prose('a')}</div><div>${prose('b')}</div><div>${prose('c')}</div></div></div><div><a href="/c">clutter</a></div></div>`,
  ],
  [
    'names that a style sheet generates',
    `<div class="x1a"><div class="x1b"><a href="/">clutter</a><a href="/b">clutter</a></div><div class="x1c"><h1 class="x1d">Title</h1><div class="x1e">${prose('a')}</div><div class="x1e">${prose('b')}</div><div class="x1e">${prose('c')}</div></div></div>`,
  ],
  [
    'utility classes',
    `<div class="flex flex-col min-h-screen"><div class="sticky top-0"><a class="px-4" href="/">clutter</a><a class="px-4" href="/a">clutter</a></div><div class="mx-auto max-w-prose space-y-4 px-4 pr-4 group"><h1 class="text-3xl">Title</h1><div class="prose lg:prose-xl">${story('a')}</div></div></div>`,
  ],
  [
    'lines parted by breaks',
    `<table><tr><td>${LINKS}</td><td><h1>Title</h1><font>${prose('a')}<br><br>${prose('b')}<br><br>${prose('c')}</font></td></tr></table>`,
  ],
  [
    'a lead and a date above the text',
    `<main><article><header><h1>Title</h1><p>Lead words.</p><p>By <a rel="author" href="/x">Anna Keller</a>, 3 May</p></header><div class="body">${story('a')}</div></article></main>`,
  ],
  [
    'pictures with captions',
    `<main><article><h1>Title</h1><figure><img width="300" height="200"><figcaption>Caption one</figcaption></figure>${story('a')}<figure><img width="300" height="200"><figcaption>Caption two</figcaption></figure></article></main>`,
  ],
  [
    'lists, tables, code and quotations',
    `<main><h1>Title</h1>${story('a')}<ul><li>First point</li><li>Second point</li></ul><ol><li>One</li><li>Two</li></ol><table><thead><tr><th>Head</th><th>Cell</th></tr></thead><tbody><tr><td>21</td><td>22</td></tr><tr><td>31</td><td>32</td></tr></tbody></table><pre><code>const code = 1;</code></pre><blockquote><p>Quoted words.</p></blockquote><dl><dt>Term</dt><dd>Meaning</dd></dl></main>`,
  ],
  [
    'a list of works at its end',
    `<main><h1>Title</h1>${story('a')}<h2>References</h2><ul><li><a href="https://x.example/1">First work</a>, 1999</li><li><a href="https://x.example/2">Second work</a>, 2004</li></ul></main>`,
  ],
  [
    'links in its lines',
    `<main><h1>Title</h1>${story('a')}<p>See <a href="https://x.example/1">the first</a>, <a href="https://x.example/2">the second</a> and <a href="https://x.example/3">the third</a>.</p><p><a href="https://x.example/4">A line that is a link</a></p></main>`,
  ],
  [
    'boxes of links in its middle',
    `<main><article><h1>Title</h1>${p('a')}${p('b')}<div class="box"><h3>clutter</h3>${LINKS}</div>${p('c')}<aside>${LINKS}</aside>${p('d')}<section class="related"><h2>clutter</h2>${LINKS}</section></article></main>`,
  ],
  [
    'advertisements in its middle',
    `<main><article><h1>Title</h1>${p('a')}<div class="ad-slot"><p>clutter</p></div>${p('b')}<div><div>PR</div><a href="/x">clutter</a></div>${p('c')}</article></main>`,
  ],
  [
    'bars of buttons',
    `<main><article><h1>Title</h1><div><button>clutter</button><button>clutter</button></div>${story('a')}<div class="actions"><a href="#">clutter</a> <a href="#">clutter</a></div></article></main>`,
  ],
  [
    'a form for letters',
    `<main><article><h1>Title</h1>${p('a')}<form><p>clutter</p><input name="mail" value="clutter"><button>clutter</button></form>${p('b')}${p('c')}</article></main>`,
  ],
  [
    'a box without a name that asks for an address',
    `<div><h1>Title</h1>${p('a')}<div><div><div>${'clutter '.repeat(14)}</div><div>clutter</div></div><div><input type="email"><button>clutter</button></div></div>${p('b')}<div><b>Kept</b> <input type="checkbox"> <button>clutter</button></div>${p('c')}</div>`,
  ],
  [
    'comments below',
    `<main><article><h1>Title</h1>${story('a')}</article><section id="comments"><h2>clutter</h2><div class="comment"><p>clutter ${'clutter '.repeat(60)}</p></div></section></main>`,
  ],
  [
    'a cookie wall',
    `<main><article><h1>Title</h1>${story('a')}</article></main><div role="dialog" aria-modal="true" style="position: fixed; inset: 0; background: white"><h2>clutter</h2><p>${'clutter '.repeat(80)}</p><button>clutter</button></div>`,
  ],
  [
    'a bar that stays',
    `<div style="position: fixed; top: 0; left: 0; right: 0"><p>${'clutter '.repeat(40)}</p></div><main><h1>Title</h1>${story('a')}</main>`,
  ],
  [
    'a page that scrolls inside',
    `<div style="position: fixed; inset: 0; display: flex"><div><a href="/1">clutter</a><a href="/2">clutter</a></div><div style="overflow: auto; flex: 1"><main><h1>Title</h1>${story('a')}</main></div></div>`,
  ],
  [
    'a thread',
    `<h1>Title</h1><div class="thread">${['one', 'two', 'three'].map((who) => `<div class="post"><div class="post-body">${p(who)}${p(`${who}b`)}</div><div class="post-actions"><a href="#">clutter</a> <button>clutter</button></div></div>`).join('')}</div>`,
  ],
  [
    'a thread of answers of any length',
    `<main><h1>Title</h1>${[p('one') + p('oneb'), '<p>Yes.</p>', p('three'), '<p>Thank you both.</p>'].map((text) => `<article class="post"><div class="text">${text}</div></article>`).join('')}</main>`,
  ],
  [
    'messages of a chat',
    `<div style="display: flex"><nav>${LINKS}</nav><div><h1>Title</h1><div role="list">${['one', 'two', 'three', 'four'].map((who) => `<div role="listitem" class="message"><b>${who}</b><div>${prose(who)}</div></div>`).join('')}</div><div contenteditable="true">clutter</div></div></div>`,
  ],
  [
    'open and closed parts',
    `<main><h1>Title</h1>${story('a')}<details open><summary>Open part</summary><p>Shown words.</p></details><details><summary>Closed part</summary><p>clutter</p></details></main>`,
  ],
  [
    'headings that unfold',
    `<main><h1>Title</h1>${story('a')}<h3><button aria-expanded="true">Question one</button></h3><div><p>Answer one.</p></div></main>`,
  ],
  [
    'hidden words',
    `<main><h1>Title</h1>${story('a')}<p style="display: none">clutter</p><p style="position: absolute; left: -9999px">clutter</p><p style="opacity: 0">clutter</p><p style="visibility: hidden">clutter <b>clutter</b></p><p>Seen <span style="font-size: 0">clutter</span> words.</p></main>`,
  ],
  [
    'an open shadow root',
    `<div><template shadowrootmode="open"><style>p { color: #222 }</style><nav><a href="/1">clutter</a><a href="/2">clutter</a></nav><main><h1>Title</h1><slot></slot></main></template>${story('a')}</div>`,
  ],
  [
    'paragraphs in components',
    `<main><h1>Title</h1>${['a', 'b', 'c', 'd'].map((name) => `<x-text><template shadowrootmode="open"><p><slot></slot></p></template>${prose(name)}</x-text>`).join('')}</main>`,
  ],
  [
    'forms that answer for everything',
    `<form><input type="hidden" name="attributes"><input type="hidden" name="childNodes"><input type="hidden" name="matches"><input type="hidden" name="closest"><input type="hidden" name="textContent"><input type="hidden" name="parentNode"><input type="hidden" name="getAttribute"><input type="hidden" name="querySelector"><main><h1>Title</h1>${story('a')}</main></form>`,
  ],
  [
    'names of a document taken over',
    `<form name="body"></form><form name="forms"></form><img name="title" width="1" height="1"><form name="querySelectorAll"></form><form name="createTreeWalker"></form><main><h1>Title</h1>${story('a')}</main>`,
  ],
  ['a title in the text alone', `<main><div><div><b>Title</b></div>${story('a')}</div></main>`],
  [
    'the name of the site in a heading',
    `<header><h1><a href="/">clutter</a></h1></header><div class="post"><h2>Title</h2><div class="entry">${story('a')}</div></div>`,
  ],
  [
    'an article in Japanese',
    `<nav>${LINKS}</nav><main><h1>Title</h1><p>蜉蝣は水の上で生きている。朝に生まれ、夕方には死ぬと言われるが、本当は水の中で二年も暮らしている。川の底の石の下で、静かに待っているのである。</p><p>羽が生えると、もう食べることはない。口がないからである。ただ飛び、踊り、卵を産み、そして水に落ちる。魚はそれを知っていて、夕方になると集まってくる。</p></main>`,
  ],
  [
    'verses',
    `<nav>${LINKS}</nav><article><h1>Title</h1>${['morning', 'noon', 'evening', 'night'].map((time) => `<p>In the ${time} it flies over water<br>and in the ${time} it sings its song<br>of still ${time} and of stone<br>and of light that is gone.</p>`).join('')}</article>`,
  ],
  [
    'verses in nothing but boxes',
    `<div><a href="/">clutter</a><a href="/b">clutter</a></div><div><div>Title</div><div>${['morning', 'noon', 'evening', 'night'].map((time) => `<div>In the ${time} it flies over water</div><div>and in the ${time} it sings its song<br></div><div>of <i>still</i> ${time} and of stone</div><div><br></div>`).join('')}</div></div>`,
  ],
  [
    'rules against a selection',
    `<main style="user-select: none"><h1>Title</h1>${story('a')}</main>`,
  ],
  [
    'an inert page',
    `<div inert><main><h1>Title</h1>${story('a')}</main></div><div role="dialog" style="position: fixed; top: 20px; background: white"><p>clutter</p><button>clutter</button></div>`,
  ],
  [
    'steps with pictures',
    `<main><article><h1>Title</h1>${[1, 2, 3, 4, 5].map((at) => `<div class="step"><h2>Step ${at}</h2><figure><img width="300" height="200"></figure><p>Do the ${at}th thing.</p></div>`).join('')}${p('a')}${p('b')}</article></main>`,
  ],
  [
    'a list of things to look at',
    `<main><article><h1>Title</h1>${p('a')}${[1, 2, 3, 4, 5].map((at) => `<h2><a href="https://x.example/${at}">Thing ${at}</a></h2>${p(`b${at}y`)}`).join('')}</article></main>`,
  ],
];

/** Pages with text, and no article. */
export const NO_SCENES: readonly (readonly [name: string, markup: string])[] = [
  [
    'a list of teasers',
    `<main>${Array.from({ length: 8 }, (_, at) => `<div class="card"><h2><a href="/${at}">A headline of a story ${at}</a></h2><p>Farmers who had driven their cattle up the hill the evening before stood at the edge and counted.</p></div>`).join('')}</main>`,
  ],
  [
    'a sign-in',
    '<main><h1>Sign in</h1><form><label>Name <input></label><label>Password <input type="password"></label><button>Sign in</button></form><p>By signing in you agree to our terms.</p></main>',
  ],
  [
    'a table of tasks',
    `<main><h1>Tasks</h1><table>${Array.from({ length: 30 }, (_, at) => `<tr><td><input type="checkbox"></td><td><a href="/${at}">Task ${at} of the week</a></td><td>Open</td><td>3 May</td></tr>`).join('')}</table></main>`,
  ],
  [
    'a shelf of goods',
    `<main><h1>Pots</h1>${Array.from({ length: 12 }, (_, at) => `<div class="item"><a href="/${at}"><img width="100" height="100"><h3>Clay pot ${at}</h3></a><p>€ ${at}.00</p><button>Buy</button></div>`).join('')}</main>`,
  ],
  [
    'settings',
    `<main><h1>Settings</h1>${Array.from({ length: 10 }, (_, at) => `<div><h3>Setting ${at}</h3><p>Says whether the setting is on.</p><label><input type="checkbox"> On</label></div>`).join('')}</main>`,
  ],
  [
    'rows of messages in boxes',
    `<div><h1>Title</h1>${Array.from({ length: 24 }, (_, at) => `<div><div>Anna Keller</div><div>The key of the yard, and who has it in week ${at}</div><div>3 May</div></div>`).join('')}</div>`,
  ],
  [
    'a menu of boxes',
    `<div><h1>Title</h1><div>${['Profile', 'Language and region', 'Notifications', 'Privacy', 'Security', 'Devices', 'Storage', 'Backups', 'Accessibility', 'About this app', 'Licences'].map((name) => `<div>${name}</div>`).join('')}</div></div>`,
  ],
  [
    'a list of things in boxes',
    `<div><h1>Title</h1><div>${Array.from({ length: 30 }, (_, at) => `<div>Clay pot ${at}, € 12.00</div>`).join('')}</div></div>`,
  ],
  [
    'a column of headlines in boxes',
    `<div><h1>Title</h1><div>${'abcdefghijkl'
      .split('')
      .map((name) => `<div><div>Mayor ${name} quits over parking fines</div></div>`)
      .join('')}</div></div>`,
  ],
  ['nothing', ''],
  ['a picture alone', '<img width="600" height="400">'],
];

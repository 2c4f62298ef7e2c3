/** Pages that have much text, and no article. */
import { fixture } from '../fixture.ts';
import { around } from '../markup.ts';

const HEADLINES = [
  'River floods lower valley after night of rain',
  'Mayor quits over parking fines',
  'The cat that took the ferry',
  'Night trains are full until autumn',
  'Who pays when the cellar is full?',
  'Ten soups for a cold week',
  'School opens its gym to everybody who needs a bed',
  'Small bees come back from seven kilometres away',
  'Clock without a face is to stand still',
  'Land behind the printing works is for sale',
  'Cup for players above sixty goes to late starter',
  'Council publishes its figures of the flood',
];
const TEASER =
  'Farmers who had driven their cattle up the hill the evening before stood at the edge and counted heads.';

/** The front page of a newspaper: each story with its first sentence. */
const home = fixture('home-page', () => ({
  title: 'The Valley Courier: news, weather, opinion',
  body: around`<header><a href="/">The Valley Courier</a><nav><a href="/world">World</a><a href="/sport">Sport</a></nav></header>
<main><h1 class="visually-hidden">Latest news</h1><section class="lead"><article><a href="/0"><h2>${HEADLINES[0]!}</h2></a><p>${TEASER}</p></article></section>
<section class="grid">${HEADLINES.slice(1).map((headline, at) => `<article class="teaser"><a href="/${at}"><img src="/img/flat-120x80-t${at}.png" width="120" height="80" alt=""><h3>${headline}</h3></a><p>${TEASER}</p><time>${at + 1} h ago</time></article>`)}</section></main><footer>© 2026</footer>`,
}));

const search = fixture('search-results', () => ({
  title: 'night train bicycle - Search',
  path: '/search?q=night+train+bicycle',
  body: around`<form role="search"><input name="q" value="night train bicycle"><button>Search</button></form><div id="tabs"><a href="/i">Images</a><a href="/n">News</a><a href="/m">Maps</a></div><div>About 41,300 results</div>
<div id="search">${HEADLINES.slice(0, 10).map((headline, at) => `<div class="g"><a href="https://site${at}.example/page"><h3>${headline}</h3><cite>https://site${at}.example › page</cite></a><div class="snippet">3 May 2026 — ${TEASER.slice(0, 90)} <em>night train</em> … and <em>bicycle</em></div></div>`)}</div>
<div class="related"><a href="/1">night train with bicycle</a><a href="/2">night train berth</a></div><div>1 2 3 4 5 Next</div>`,
}));

const login = fixture('login-page', () => ({
  title: 'Sign in',
  body: around`<main><h1>Sign in</h1><form action="/login" method="post"><label>E-mail address <input type="email" name="mail"></label><label>Password <input type="password" name="password"></label><label><input type="checkbox"> Keep me signed in on this device</label><button>Sign in</button></form><p><a href="/forgot">Forgot your password?</a></p><p>New here? <a href="/join">Create an account</a></p><p>By signing in you agree to our <a href="/terms">terms of use</a> and confirm that you have read our <a href="/privacy">privacy policy</a>. If you use a shared device, sign out when you are done.</p></main>`,
}));

const map = fixture('map-app', () => ({
  title: 'Harbour – Maps',
  path: '/maps/@53.54,9.98,14z',
  head: `<style>html, body { height: 100%; margin: 0; overflow: hidden } canvas { position: absolute; inset: 0 } .panel { position: absolute; top: 0; left: 0; width: 360px; background: #fff }</style>`,
  body: around`<canvas width="1200" height="700"></canvas><div class="panel"><input value="Harbour"><h1>Harbour</h1><div>4.4 ★★★★ (2,114)</div><div role="group"><button>Directions</button><button>Save</button><button>Nearby</button><button>Share</button></div><div>Quay 4, 20457</div><div>Open 24 hours</div><div>harbour.example</div><div>+49 40 000000</div><h2>Nearby</h2><div><a href="/p/1">Fish market, 4.6, 300 m</a></div><div><a href="/p/2">Ferry pier, 4.1, 450 m</a></div></div><div class="scale">500 m</div><div>Map data ©2026 Terms Privacy</div>`,
}));

const photos = fixture('photo-grid', () => ({
  title: 'Photos',
  body: around`<header><a href="/">Photos</a><button>Upload</button><a href="/logout">Sign out</a></header>${['October 2026', 'September 2026', 'August 2026'].map((month, at) => `<h2>${month}</h2><div class="grid">${Array.from({ length: 8 }, (_, n) => `<a href="/photo/${at}-${n}" aria-label="Photo, ${month}"><img src="/img/flat-150x150-${at}${n}.png" width="150" height="150" alt="Photo taken in ${month}"></a>`).join('')}</div>`)}`,
}));

const inbox = fixture('inbox', () => ({
  title: 'Inbox (4) - mira@post.example',
  path: '/mail/u/0/#inbox',
  body: around`<div class="folders"><button>Compose</button><a href="#inbox">Inbox 4</a><a href="#sent">Sent</a></div><div role="main"><table role="grid"><tbody>${HEADLINES.concat(HEADLINES).map((subject, at) => `<tr role="row"><td><input type="checkbox" aria-label="Select"></td><td><b>Sender ${at + 1}</b></td><td><a href="#inbox/${at}"><span>${subject}</span> <span>- Dear Mrs Osei, ${TEASER}</span></a></td><td>Oct ${at + 1}</td></tr>`)}</tbody></table></div><a href="/logout">Sign out</a>`,
}));

const video = fixture('video-page', () => ({
  title: 'How a lock of a train door works - Tube',
  body: around`<header><a href="/">Tube</a><input placeholder="Search"></header><div id="player"><video width="640" height="360" controls></video></div><h1>How a lock of a train door works</h1><div>41,206 views · 3 May 2026</div><div><button>Like 1.2K</button><button>Share</button><button>Download</button></div><div><a href="/@doors">Doors and more</a> 88K subscribers <button>Subscribe</button></div><div id="description">A short film about a long bolt. Filmed in the works. <button>…more</button></div>
<div id="comments"><h2>214 Comments</h2>${['First!', 'I did not know that I needed this.', 'My grandfather made those.', 'The sound at 2:14 though'].map((text, at) => `<div class="comment"><a href="/@u${at}">@user${at}</a> ${at + 1} days ago<div>${text}</div><button>Reply</button></div>`)}</div>
<div id="related">${HEADLINES.map((headline, at) => `<div><a href="/watch?v=${at}"><img src="/img/flat-168x94-v${at}.png" width="168" height="94" alt=""><h3>${headline}</h3></a><div>Channel ${at}</div><div>${at + 2}K views</div></div>`)}</div>`,
}));

const empty = fixture('empty-page', () => ({
  title: '',
  body: around`<div id="root"></div>`,
}));

export const NO_ARTICLES = [home, search, login, map, photos, inbox, video, empty];

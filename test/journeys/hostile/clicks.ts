/** Things that a page may lure a reader into clicking. */
import { arm } from './vectors.ts';

/** Each may lead to a new tab without an opener, or nowhere. */
const LURES: readonly string[] = [
  '<a href="SPY">x</a>',
  '<a href="SPY" target=_top>x</a>',
  '<a href="SPY" target=_parent>x</a>',
  '<a href="SPY" target=_self>x</a>',
  '<a href="SPY" target=_unfencedTop>x</a>',
  '<a href="SPY" target="Content of the page">x</a>',
  '<a href="SPY" target=_blank rel=opener referrerpolicy=unsafe-url>x</a>',
  '<a href="SPY" ping="SPY" attributionsrc="SPY">x</a>',
  '<a href="SPY" download>x</a>',
  '<a href="SPY" onclick="RUN" onmousedown="RUN">x</a>',
  '<a href="javascript:RUN">x</a>',
  '<a href=" &#1;javascript:RUN">x</a>',
  '<a href="java&#10;scr&#9;ipt:RUN" target=_top>x</a>',
  '<a href="data:text/html,<script>RUN</script>" target=_blank>x</a>',
  '<a href="blob:SPY" target=_top>x</a>',
  '<a href="view-source:SPY">x</a>',
  '<a href="about:blank" target=_top>x</a>',
  '<a href="about:srcdoc" target=_top>x</a>',
  '<a href="SCHEMELESS">x</a>',
  '<a href="\\\\HOST/x">x</a>',
  '<a href="http:HOST/x" target=_top>x</a>',
  '<a href="/away" target=_top>x</a>',
  '<a href="?away" target=_top>x</a>',
  '<a href="" target=_top>x</a>',
  '<a href="#a" target=_top>x</a>',
  '<a href="about:srcdoc#a" target=_parent>x</a>',
  '<svg width=20 height=20><a href="SPY" target=_top><text y=20>x</text></a></svg>',
  '<svg width=20 height=20><a xlink:href="javascript:RUN"><text y=20>x</text></a></svg>',
  '<math><mtext href="SPY">x</mtext></math>',
  '<map name=m><area shape=rect coords=0,0,99,99 href="SPY" target=_top></map><img usemap="#m" width=20 height=20 src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs=">',
  '<form action="SPY" target=_top><button>x</button></form>',
  '<form action="javascript:RUN"><input type=submit value=x></form>',
  '<form method=dialog action="SPY"><input type=image width=20 height=20 src="data:,"></form>',
  '<button formaction="SPY" formtarget=_top form=f>x</button><form id=f></form>',
  '<label for=i>x</label><input id=i type=file>',
  '<details ontoggle="RUN"><summary onclick="RUN">x</summary></details>',
  '<button popovertarget=p>x</button><div id=p popover ontoggle="RUN">x</div>',
  '<button command=show-modal commandfor=d>x</button><dialog id=d onfocus="RUN">x</dialog>',
  '<p onclick="RUN" onpointerdown="RUN">x</p>',
];

const idOf = (i: number) => `lure-${i}`;

export const LURE_IDS = LURES.map((_, i) => idOf(i));

/** One page with all of them, each in a box that can be clicked, whatever happened to its content. */
export function lures(spy: string): string {
  const boxes = LURES.map((lure, i) => {
    const inside = arm(`lure ${i}`, lure, spy);
    return `<div><div id="${idOf(i)}" style="${BOX}">${inside}</div></div>`;
  });
  return `<base href="${spy}/" target=_top><p id=a>lures</p>${boxes.join('\n')}`;
}

const BOX = 'display:inline-block;min-width:4px;min-height:20px';

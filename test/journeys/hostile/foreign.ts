/** Attacks by drawings, formulas, sounds and films inside a page, which Mayfly shows. */
import type { Vectors } from './vectors.ts';

const IMG = '<img src=x onerror="RUN">';
const WAV = 'data:audio/wav;base64,UklGRiQAAABXQVZFZm10IBAAAAABAAEARKwAAIhYAQACABAAZGF0YQAAAAA=';

export const FOREIGN: Vectors = {
  'drawing with every handler':
    '<svg onload="RUN" onclick="RUN" onfocusin="RUN" onactivate="RUN"><g onmouseover="RUN" onbegin="RUN"><rect width=99 height=99 onpointerover="RUN"/></g></svg>',
  'drawing with a shouting script':
    '<SVG><SCRIPT>RUN</SCRIPT><g/><script xlink:href="data:,RUN"/></SVG>',
  'drawing that links':
    '<svg><a href="javascript:RUN"><text y=20>x</text></a><a xlink:href=" java&#10;script:RUN"><text y=40>x</text></a></svg>',
  'drawing with two links':
    '<svg><a href="#x" xlink:href="javascript:RUN" target=_top><text y=20>x</text></a></svg>',
  'drawing that is used from elsewhere':
    '<svg><use href="SPY#a"/><use href="SCHEMELESS#a"/><use href="\\\\HOST/x#a"/><use href="blob:SPY#a"/><use href=" SPY#a"/><use xlink:href="/x#a"/></svg>',
  'drawing that uses a link': `<svg><defs><a id=l href="javascript:RUN"><rect width=9 height=9 /></a></defs><use href="#l"/></svg>`,
  'drawing of an image that runs':
    "<svg><image width=9 height=9 href=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='RUN'><image href='SPY'/></svg>\"/></svg>",
  'drawing of an image that is a page':
    '<svg><image width=9 height=9 href="data:text/html,<script>RUN</script>"/><image href="javascript:RUN"/></svg>',
  'drawing with a style for all':
    '<svg><style>@import url(SPY);*{background:url(SPY);fill:url(SPY#x);mask:url("SPY")}</style><rect width=9 height=9 /></svg>',
  'drawing with a style in cdata':
    '<svg><style><![CDATA[@import "SPY";</style>]]></style><rect/></svg>',
  'drawing with a style of entities':
    '<svg><style>&#64;import "SPY";*{fill:u&#114;l(SPY)}</style><rect width=9 height=9 /></svg>',
  'drawing with styled attributes':
    '<svg><rect width=9 height=9 style="fill:url(SPY#a)" fill="url( \'SPY#a\' )" stroke="U\\52L(SPY)" clip-path="url(SCHEMELESS#a)" color-profile="url(SPY)"/><text font-family="x" style="src:url(SPY)" y=9>x</text></svg>',
  'drawing that changes its links':
    '<svg><a id=l href="#x"><text y=20>x</text></a><set href="#l" attributeName=href to="javascript:RUN"/><animate xlink:href="#l" attributeName="xlink:href" from="SPY" to="javascript:RUN" dur=1s /><animateMotion path="M0 0" onbegin="RUN"><mpath href="SPY#p"/></animateMotion></svg>',
  'drawing that filters':
    '<svg><filter id=f><feImage xlink:href="SPY"/><feTile href="SPY"/><feFlood flood-color="url(SPY)"/></filter><g filter="url(#f)"><rect width=9 height=9 /></g></svg>',
  'drawing with a page inside': `<svg><foreignObject width=99 height=99><body onload="RUN"><form action="SPY"><button formaction="SPY">x</button></form><style>*{background:url(SPY)}</style><video src="SPY" poster="SPY" autoplay></video><object data="SPY"></object><meta http-equiv=refresh content="0;url=SPY">${IMG}</body></foreignObject></svg>`,
  'drawing in a drawing': `<svg><foreignObject><svg><foreignObject><math><mtext><svg><style>${IMG}</style></svg></mtext></math></foreignObject></svg></foreignObject></svg>`,
  'drawing with parts of long ago':
    '<svg><font-face-uri href="SPY"/><cursor id=c href="SPY"/><color-profile href="SPY"/><tref href="SPY#t"/><altGlyph href="SPY#g">x</altGlyph><handler type="text/ecmascript">RUN</handler><listener event="load" handler="SPY#h"/></svg>',
  'drawing based elsewhere':
    '<svg xml:base="SPY/"><use href="#x"/><image href="y"/><a href="z"><text y=9>x</text></a></svg>',

  'drawing confused by a title': `<svg><title><style></title>${IMG}</style></title></svg>`,
  'drawing confused by a description': `<svg><desc><table><style></desc>${IMG}</style></table></desc></svg>`,
  'drawing confused by an object': `<svg><foreignObject><p><style><!--</style>${IMG}--></p></foreignObject></svg>`,
  'drawing confused by a paragraph': `<svg><foreignObject><p></foreignObject><style><a title="</style>${IMG}">`,
  'drawing confused by a select': `<svg><foreignObject><select><svg><style><a title="</style>${IMG}"></select></foreignObject></svg>`,
  'drawing confused by links': `<a href="#"><svg><foreignObject><a href="#"><table><td><a><style><!--</style><p title="-->${IMG}"></table></a></foreignObject></svg></a>`,
  'drawing confused by a table': `<table><svg><foreignObject><tr><td><svg><style><!--</style><a title="--><img src=x onerror=RUN>"></table>`,
  'drawing confused by its case': `<svg><FOREIGNOBJECT><STYLE><A TITLE="</STYLE>${IMG}"></FOREIGNOBJECT></svg>`,
  'drawing confused by a use': `<svg><use><style><a title="</style>${IMG}"></use></svg>`,
  'drawing confused by raw text': `<svg><xmp><style><a title="</xmp>${IMG}"></xmp><noscript><p title="</noscript>${IMG}"></noscript><iframe><p title="</iframe>${IMG}"></svg>`,
  'drawing confused by cdata': `<svg><foreignObject><![CDATA[ x ]]><p title="]]>${IMG}"><![CDATA[${IMG}]]></foreignObject><text><![CDATA[${IMG}]]></text></svg>`,
  'drawing confused by depth': `${'<svg><foreignObject>'.repeat(260)}<math><mtext><style><a title="</style>${IMG}">`,

  'formula that acts':
    '<math><maction actiontype="toggle" selection=1 href="javascript:RUN" xlink:href="javascript:RUN" onclick="RUN"><mi>x</mi><mi>y</mi></maction></math>',
  'formula that links':
    '<math href="javascript:RUN"><mrow href="javascript:RUN"><mi xlink:href="SPY">x</mi></mrow><a href="javascript:RUN" target=_top>x</a></math>',
  'formula with handlers':
    '<math onload="RUN" onclick="RUN"><mi onmouseover="RUN" tabindex=0 autofocus onfocus="RUN">x</mi></math>',
  'formula with styles':
    '<math><mi style="background:url(SPY)" mathbackground="url(SPY)" background="SPY">x</mi><mtext><style>@import "SPY"</style></mtext></math>',
  'formula with an annotation in HTML': `<math><semantics><mi>x</mi><annotation-xml encoding="text/html">${IMG}<script>RUN</script></annotation-xml><annotation-xml encoding="application/xhtml+xml"><style><a title="</style>${IMG}"></annotation-xml></semantics></math>`,
  'formula with an annotation': `<math><semantics><mi>x</mi><annotation encoding="text/html">${IMG}</annotation><annotation><svg onload="RUN"/></annotation><annotation src="SPY">&lt;img src=x onerror=RUN&gt;</annotation></semantics></math>`,
  'formula with a drawing': `<math><annotation-xml encoding="image/svg+xml"><svg onload="RUN"><foreignObject>${IMG}</foreignObject></svg></annotation-xml><mtext><svg onload="RUN"><use href="SPY#x"/></svg></mtext></math>`,
  'formula confused by glyphs': `<math><mi><mglyph><svg><mtext><style><path id="</style>${IMG}">`,
  'formula confused by marks': `<math><mtext><malignmark><style><a title="</style>${IMG}"></malignmark></mtext></math>`,
  'formula confused by a list': `<math><mtext><ul><li><mglyph><style></math>${IMG}</li></ul>`,
  'formula confused by an unknown part': `<math><x-y><style><a title="</style>${IMG}"></x-y><x><mtext><y><style><!--</style><p title="-->${IMG}"></y></mtext></x></math>`,
  'formula confused by a font': `<math><mtext><font color=red></mtext><mglyph><style></math>${IMG}`,
  'formula of a prefix':
    '<m:math xmlns:m="http://www.w3.org/1998/Math/MathML"><m:maction actiontype="javascript:RUN">x</m:maction></m:math>',

  'sound from elsewhere':
    '<audio controls autoplay src="SPY"></audio><audio><source src="SPY" type="audio/mpeg"><source srcset="SPY"></audio>',
  'sound from a blob':
    '<audio autoplay src="blob:SPY"></audio><video autoplay src="mediasource:SPY"></video>',
  'sound of a page': `<audio autoplay controls src="data:text/html,<script>RUN</script>" onerror="RUN"></audio>`,
  'sound with handlers': `<audio controls autoplay src="${WAV}" onloadstart="RUN" oncanplay="RUN" onended="RUN" onerror="RUN" onplay="RUN"></audio>`,
  'sound of two sources': `<audio controls src="${WAV}"><source src="SPY"><track default src="SPY">${IMG}</audio>`,
  'film with a poster':
    '<video controls src="data:video/mp4;base64,AAAA" poster="SPY"></video><video poster="javascript:RUN"></video>',
  'film with captions':
    '<video controls src="data:video/mp4;base64,AAAA"><track default kind=captions src="SPY"><track default src="data:text/vtt,WEBVTT%0A%0ASTYLE%0A::cue{background:url(SPY)}"></video>',
  'film of parts':
    '<video autoplay muted src="data:application/vnd.apple.mpegurl,%23EXTM3U%0A%23EXTINF:1,%0ASPY"></video><video autoplay muted src="data:video/mp4,%23EXTM3U%0A%23EXTINF:1,%0ASPY"></video>',
  'film sent to another screen':
    '<video controls src="SPY" x-webkit-airplay=allow disableremoteplayback=false crossorigin=use-credentials controlslist=x></video>',
  'film confused by its fallback': `<video><style><a title="</style>${IMG}"></video><audio><xmp><p title="</xmp>${IMG}"></audio>`,
};

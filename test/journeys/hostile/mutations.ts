/** Markup whose meaning changes when it is written out and read again. All sanitisers have met these. */
import type { Vectors } from './vectors.ts';

const IMG = '<img src=x onerror="RUN">';

export const MUTATIONS: Vectors = {
  'mutation glyph in a form': `<form><math><mtext></form><form><mglyph><style></math>${IMG}`,
  'mutation glyph in a table':
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=RUN&gt;">',
  'mutation glyph and mark':
    '<math><mtext><table><mglyph><malignmark><style><!--</style><img title="--&gt;&lt;img src=x onerror=RUN&gt;">',
  'mutation paragraph out of svg': `<svg></p><style><a id="</style>${IMG}">`,
  'mutation break out of math': `<math><br><style><a title="</style>${IMG}">`,
  'mutation noscript': `<noscript><p title="</noscript>${IMG.replaceAll('"', '')}">`,
  'mutation textarea': '<textarea><img title="</textarea><img src=x onerror=RUN>"></textarea>',
  'mutation xmp': '<xmp><p title="</xmp><svg/onload=RUN>"></xmp>',
  'mutation noembed': '<noembed><p title="</noembed><svg/onload=RUN>"></noembed>',
  'mutation noframes': '<noframes><p title="</noframes><svg/onload=RUN>"></noframes>',
  'mutation iframe': '<iframe><p title="</iframe><svg/onload=RUN>"></iframe>',
  'mutation title': '<title><p title="</title><svg/onload=RUN>"></title>',
  'mutation plaintext': '<svg><plaintext><p title="</plaintext><svg/onload=RUN>">',
  'mutation listing': '<listing>&lt;img src=x onerror=RUN&gt;</listing>',
  'mutation style': `<style><img title="</style>${IMG.replaceAll('"', '')}"></style>`,
  'mutation style in svg': '<svg><style>&lt;/style&gt;&lt;img src=x onerror=RUN&gt;</style></svg>',
  'mutation style in svg comment':
    '<svg><style><!--</style><p title="--></style><img src=x onerror=RUN>">',
  'mutation style that is cleaned':
    '<p>x</p><style><@import;/style><img src=x onerror=RUN></style>',
  'mutation style that loses a url': '<p>x</p><style><url(/style><img src=x onerror=RUN>)</style>',
  'mutation style escapes': '<p>x</p><style>\\3c/style>\\3cimg src=x onerror=RUN></style>',
  'mutation cdata in svg': '<svg><![CDATA[><image xlink:href="]]><img src=x onerror=RUN>"></svg>',
  'mutation select and template':
    '<select><template><style><!--</style><a rel="--></style></template></select><img src=x onerror=RUN>">',
  'mutation option and style':
    '<select><option><style></option></select><img src=x onerror=RUN></style>',
  'mutation encoded annotation': `<math><annotation-xml encoding="text/html"><style>${IMG}</style></annotation-xml></math>`,
  'mutation annotation in svg':
    '<svg><annotation-xml><foreignobject><style><!--</style><p id="--><img src=x onerror=RUN>">',
  'mutation caption':
    '<table><caption><svg><title><table><caption></caption></table></title><style><a id="</style><img src=x onerror=RUN></a></style></svg></caption></table>',
  'mutation foster parent': `<table><svg><desc><td><style><a title="</style>${IMG.replaceAll('"', '')}">`,
  'mutation desc': '<svg><desc><style><!--</style><a title="--><img src=x onerror=RUN>">',
  'mutation processing instruction': '<?xml-stylesheet ><img src=x onerror=RUN> ?>',
  'mutation data in math': '<math><mi//xlink:href="data:x,<script>RUN</script>">',
  'mutation entities': '<p>&amp;lt;img src=x onerror=RUN&amp;gt;</p>',
  'mutation title entities':
    '<x/><title>&amp;lt;/title&amp;gt;&amp;lt;img src=x onerror=RUN&amp;gt;',
  'mutation backtick': '<img src="x` `<script>RUN</script>"` `>',
  'mutation attribute quote': '<p title=`"><img src=x onerror=RUN>`>x</p>',
  'mutation attribute name': '<p "><img src=x onerror=RUN>="">x</p>',
  'mutation comment bang': '<!--!><img src=x onerror=RUN>-->',
  'mutation comment in attribute': '<a title="<!--"></a><!-- "><img src=x onerror=RUN> -->',
  'mutation comment dash': '<!-- a--!><img src=x onerror=RUN><!-- -->',
  'mutation end tag with attributes': '</br onload=RUN></p onclick=RUN><img src=x onerror=RUN>',
  'mutation nested links': '<a href=#><table><a href=#><img src=x onerror=RUN></a></table></a>',
  'mutation nested forms': `${'<form><math><mtext></form>'.repeat(8)}<form><mglyph><style></math>${IMG}`,
  'mutation by depth': `${'<div>'.repeat(509)}<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=RUN&gt;">`,
  'mutation by svg depth': `${'<svg><desc>'.repeat(200)}<style><!--</style><a title="--><img src=x onerror=RUN>">`,
  'mutation formatting': `<b><i><u><table><b></b></i></u><style><!--</style><a title="--><img src=x onerror=RUN>">`,
  'mutation template in svg':
    '<svg><template><style><a title="</style><img src=x onerror=RUN>"></template></svg>',
  'mutation font': '<svg><font><style><a title="</style><img src=x onerror=RUN>"></font></svg>',
  'mutation font with colour':
    '<svg><font color=red><style><a title="</style><img src=x onerror=RUN>">',
  'mutation namespaces':
    '<svg><x:script xmlns:x="http://www.w3.org/1999/xhtml">RUN</x:script></svg>',
  'mutation template brackets': '{{constructor.constructor("RUN")()}}${RUN}<%=RUN%>',
};

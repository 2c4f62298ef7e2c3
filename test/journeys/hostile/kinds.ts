/** Pages of other kinds, and pages with a false type. */
import { type HostilePage, arm, pageOf } from './vectors.ts';

const PAGE = '<!doctype html><script>RUN</script><img src="SPY"><img src=x onerror="RUN">';
const SVG_START =
  '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"';
const GIF = '\u0047IF89a/*\u0001\u0000*/=1;';
const PDF = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.launchURL\\("SPY"\\);this.submitForm\\("SPY"\\))>>/AA<</WC<</S/URI/URI(SPY)>>>>>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/AA<</O<</S/URI/URI(SPY)>>>>>>endobj
trailer<</Root 1 0 R>>
`;

/** Media type, then source. The spy knows each by its place in the list. */
const SOURCES: Readonly<Record<string, readonly [mediaType: string, source: string]>> = {
  'svg that runs': [
    'image/svg+xml',
    `${SVG_START} onload="RUN"><script>RUN</script><a xlink:href="javascript:RUN"><text y="9">x</text></a></svg>`,
  ],
  'svg that fetches': [
    'image/svg+xml',
    `<?xml-stylesheet href="SPY"?>${SVG_START}><image href="SPY" width="9" height="9"/><use xlink:href="SPY#x"/><style>@import 'SPY';@font-face{font-family:f;src:url(SPY)}text{font-family:f}</style><text y="9">x</text></svg>`,
  ],
  'svg with html': [
    'image/svg+xml',
    `${SVG_START}><foreignObject width="9" height="9"><body xmlns="http://www.w3.org/1999/xhtml"><iframe src="SPY"/><script>RUN</script><img src="SPY"/><meta http-equiv="refresh" content="0;url=SPY"/></body></foreignObject></svg>`,
  ],
  'svg with an entity from elsewhere': [
    'image/svg+xml',
    `<!DOCTYPE svg [<!ENTITY x SYSTEM "SPY">]>${SVG_START}><text y="9">&x;</text></svg>`,
  ],
  'svg that is html': ['image/svg+xml', PAGE],
  'svg of another spelling': [
    'IMAGE/SVG+XML; charset=utf-8',
    `${SVG_START} onload="RUN"><script>RUN</script></svg>`,
  ],

  'plain text': ['text/plain', PAGE],
  'text of another kind': ['text/x-html', PAGE],
  'style sheet': [
    'text/css',
    '@import "SPY";body{background:url(SPY)}</style><script>RUN</script>',
  ],
  'script as a page': ['text/javascript', 'RUN'],
  'module as a page': ['application/javascript', 'import "SPY";RUN'],
  json: ['application/json', '{"x":"</script><script>RUN</script><img src=SPY>"}'],
  'html in mixed case': ['TEXT/HTML', PAGE],
  'html with a charset': ['text/html;charset=utf-7', `+ADw-script+AD4-RUN+ADw-/script+AD4-${PAGE}`],
  xhtml: [
    'application/xhtml+xml',
    '<html xmlns="http://www.w3.org/1999/xhtml"><script>RUN</script><img src="SPY"/></html>',
  ],
  'xml with a transformation': [
    'text/xml',
    '<?xml-stylesheet type="text/xsl" href="SPY"?><x xmlns:h="http://www.w3.org/1999/xhtml"><h:script>RUN</h:script></x>',
  ],
  xml: [
    'application/xml',
    '<x xmlns:h="http://www.w3.org/1999/xhtml"><h:script>RUN</h:script><h:img src="SPY"/></x>',
  ],
  'web archive': [
    'message/rfc822',
    `MIME-Version: 1.0\nContent-Type: multipart/related;boundary=x\n\n--x\nContent-Type: text/html\nContent-Location: SPY\n\n${PAGE}\n--x--`,
  ],
  'replacing parts': [
    'multipart/x-mixed-replace;boundary=x',
    `--x\nContent-Type: text/html\n\n${PAGE}\n--x--`,
  ],
  'uri list': ['text/uri-list', 'SPY\nSPY'],
  captions: [
    'text/vtt',
    'WEBVTT\n\nSTYLE\n::cue{background:url(SPY)}\n\n00:00.000 --> 00:09.000\n<img src=SPY onerror=RUN>',
  ],
  flash: ['application/x-shockwave-flash', 'FWS\u0006getURL("SPY")'],
  hta: ['application/hta', PAGE],
  shortcut: ['application/internet-shortcut', '[InternetShortcut]\nURL=SPY\nIconFile=SPY'],

  'image that is html': ['image/png', PAGE],
  'image and script at once': ['image/gif', `${GIF}RUN;${PAGE}`],
  'image and html at once': ['text/html', `${GIF}${PAGE}`],
  'icon that is html': ['image/x-icon', PAGE],
  'bitmap that is svg': ['image/webp', `${SVG_START} onload="RUN"><image href="SPY"/></svg>`],
  pdf: ['application/pdf', PDF],
  'pdf and html at once': ['text/html', `${PDF}${PAGE}`],
  'pdf that is html': ['application/pdf', PAGE],
  'sound that is html': ['audio/mpeg', PAGE],
  'film that is html': ['video/mp4', PAGE],
  'film of parts from elsewhere': [
    'application/vnd.apple.mpegurl',
    '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-KEY:METHOD=AES-128,URI="SPY"\n#EXTINF:1,\nSPY\n#EXT-X-ENDLIST',
  ],
  'film that is a list': ['video/mp4', '#EXTM3U\n#EXTINF:1,\nSPY\n'],
  'film of another list': [
    'application/dash+xml',
    '<MPD><BaseURL>SPY</BaseURL><Period><AdaptationSet><Representation/></AdaptationSet></Period></MPD>',
  ],
  'list of sounds': ['audio/x-mpegurl', 'SPY\n'],

  'type that is no type': ['x', PAGE],
  'type of the prototype': ['__proto__', PAGE],
  'type with a comma': ['text/html,text/plain', PAGE],
  'type with markup': ['text/html"><script>RUN</script>', PAGE],
  'type with a line': ['text/html\r\nx: y', PAGE],
};

/** File names that try to be more than a name. */
const NAMES = [
  '<img src=x onerror=RUN>.html',
  '"><script>RUN</script>',
  '../../../etc/passwd',
  'C:\\x.lnk',
  'photo\u202Egnp.exe',
  '__proto__',
  'constructor',
  `${'.'.repeat(999)}html`,
  'a\u0000b\r\nc.html',
  '\u{E0041}\u200B\uFEFF\u2028\u2029',
  'javascript:RUN',
  'x.svg" onload="RUN',
];

/** The kinds that the browser draws itself, under a policy of its own. */
export function drawnPages(spy: string): readonly HostilePage[] {
  return kindPages(spy).filter(({ mediaType }) => DRAWN.test(mediaType));
}

const DRAWN = /^(?:image|audio|video|text\/html|application\/(?:pdf|xhtml))/i;

export function kindPages(spy: string): readonly HostilePage[] {
  return [
    ...Object.entries(SOURCES).map(([name, [mediaType, source]]) =>
      pageOf(name, arm(name, source, spy), { mediaType: arm(name, mediaType, spy) }),
    ),
    ...NAMES.map((fileName, i) => {
      const name = `file name ${i + 1}`;
      return pageOf(name, arm(name, PAGE, spy), {
        mediaType: i % 2 ? 'application/octet-stream' : 'text/plain',
        fileName: arm(name, fileName, spy),
      });
    }),
  ];
}

/** Pages in Japanese and Chinese: no spaces between words, small letters above characters, other marks. */
import { fixture } from '../fixture.ts';
import { article, around, either } from '../markup.ts';

const JAPANESE = [
  '夜行列車は九時十分に出発し、最初の一時間はほとんど誰も眠らない。学生たちは通路でパンとチーズを分け合い、早番に向かう看護師は丁寧に靴ひもを結び、車掌は食堂車が春から閉まっていることを十回目に説明する。',
  '十年前、これらの路線の多くは廃止されるはずだった。航空会社は同じ旅を昼食一回分の値段で売り、車両は乗客よりも古かった。やがて予約は、はじめはゆっくりと増えはじめ、去年の夏には六月から八月の終わりまで、金曜日に空いた寝台は一つもなかった。',
  '鉄道にいま足りないのは乗客ではなく車両である。寝台車は注文から納品まで四年かかり、大陸でそれを造る工場は二つしか残っていない。そのあいだ整備士たちは手元にあるものを繕う。古い長椅子に新しい詰め物を、一九七八年に取り付けられた扉に新しい錠を。',
  '六時少し前、湿地の上の光が灰色になり、それから薄紅になる。禁じられているのに誰かが窓を開け、濡れた草の匂いが通路に満ちる。一時間後に列車は港に着き、乗っていた人のほとんどは、ろくに眠れなかったけれどまた乗りたいと言うだろう。',
];

/** A newspaper in Japanese, with readings above rare characters and a page that goes on. */
export const japaneseNews = fixture('japanese-news', (plant) => ({
  title: '夜行列車、空席なし|谷の新聞デジタル',
  lang: 'ja',
  images: 1,
  head: `<style>body { font-family: serif } .pr { background: #eee } rt { font-size: 50% } .acc { display: none } .blank { font-size: 0 }</style>`,
  body: around`
<header><a href="/">谷の新聞</a><nav><a href="/s">社会</a><a href="/k">経済</a><a href="/b">文化</a><a href="/sp">スポーツ</a></nav><a href="/login">ログイン</a></header>
<main><div class="ArticleTitle">${article`<h1>夜行列車、空席なし</h1>`}<p>${either`有料記事 山田花子 2026年9月29日 8時10分`}</p><ul class="sns"><li><a href="#">シェア</a></li><li><a href="#">印刷</a></li></ul></div>
<div class="ArticleBody"><div class="Image"><img src="/img/photo-600x400-ja.png" width="600" height="400" alt="駅の夜行列車" aria-label="${plant('aria-label')}"><div>${either`写真・図版`}</div></div>
${article`<p>${JAPANESE[0]!}</p><p>${JAPANESE[1]!}</p>`}<p class="pr">【PR】お得な旅行保険はこちら</p>
${article`<h2>車両が足りない</h2><p>${JAPANESE[2]!}</p><p>${JAPANESE[3]!}${around`<span class="blank">${plant('zero font')}</span>`}</p>`}
${article`<p>問い合わせは<a href="https://rail.example/form?session_id=${plant('link query')}">運行局</a>まで。</p>`}
<div class="acc">${plant('display none')}</div></div>
<section><h2>関連記事</h2><ul><li><a href="/1">静かな寝台の選び方</a></li><li><a href="/2">朝食の歴史</a></li></ul></section><section><h2>アクセスランキング</h2><ol><li><a href="/r1">猫、フェリーに乗る</a></li><li><a href="/r2">市長辞任</a></li></ol></section></main>
<script>var _q = "${plant('script')}"</script><footer>無断転載を禁じます</footer>`,
}));

const CHINESE = [
  '老市政厅的钟楼里有一座钟，从一七八四年起一直敲打着时辰。它没有钟面。造钟的人认为，田里的人会听见它，广场上的人可以问。两个一百四十公斤的重锤驱动着它，每隔一天就得有人把它们摇上去。',
  '这个人就是伊尔莎·马滕，退休前她是物理教师。她带着一壶茶爬一百一十二级台阶，把摇柄套在方轴上，数到二百。一台电机能做同样的事，价钱不过一辆自行车，镇议会已经三次提出要给她装一台。',
  '“电机不会听，”她说。她听得出第二个齿轮的哪个齿磨损了，听得出寒冷让油变稠了，听得出寒鸦在锤井里筑了巢。这些她都写进一个本子，本子是她的前任、前任的前任传下来的，一直可以翻到一八六一年的冬天。',
  '明年钟楼要修缮，这座钟将在人们的记忆中第一次停下来。大钟要用吊车放下，机架要清除两个世纪的焦油，邻村的木匠会用落叶松做一个新的钟箱。马滕女士请求，每隔一天仍然让她进去。',
];

/** A portal in Chinese: an article in a messenger's pages, lazy pictures, a code to scan, a wall to install the app. */
export const chinesePost = fixture('chinese-post', (plant) => ({
  title: '给没有钟面的钟上弦的人',
  lang: 'zh-CN',
  unloaded: 1,
  path: `/s?__biz=MzA3&mid=265&idx=1&sn=9f2c1a&ticket=${plant('own address')}`,
  isPrivate: true,
  head: `<style>#js_content { visibility: visible } .rich_media { max-width: 677px; margin: auto } .qr_code_pc_outer { position: fixed; right: 0 } .wx_stream { display: none }</style>`,
  body: around`
<div id="js_article" class="rich_media"><div class="rich_media_inner">${article`<h1 class="rich_media_title" id="activity-name">给没有钟面的钟上弦的人</h1>`}<div id="meta_content">${either`<span>原创</span> <a href="javascript:void('${plant('script link')}')">慢城</a> <em>2026年10月2日 21:14</em>`}</div>
<div class="rich_media_content" id="js_content"><section style="font-size: 16px"><section>${article`<p><span style="letter-spacing: 1px">${CHINESE[0]!}</span></p>`}</section><section>${article`<p><span>${CHINESE[1]!}</span></p>`}</section></section>
<section><img class="rich_pages" data-src="/img/photo-600x300-zh.png?wx=${plant('data-src')}" data-type="png" src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=" width="600" height="300" alt=""></section>
${article`<section><p><strong>她听得见</strong></p><p><span>${CHINESE[2]!}</span></p><p><span>${CHINESE[3]!}</span></p></section>`}
<mp-common-profile data-id="${plant('data attribute')}" data-nickname="慢城"></mp-common-profile></div>
<div class="wx_stream">${plant('display none')}</div><div id="js_bottom"><a href="#">阅读 1.2万</a><button>赞</button><button>在看</button></div></div>
<div class="qr_code_pc_outer"><p>微信扫一扫关注该公众号</p></div></div>`,
}));

/** Pages that are read from the right: in Arabic, Hebrew and Persian. */
import { fixture, paragraphs } from '../fixture.ts';
import { article, around, either } from '../markup.ts';

const ARABIC = [
  'ارتفع منسوب النهر في ليلة واحدة نحو مترين، وفي الساعة السادسة صباحًا كانت المروج السفلى تحت ماء بني اللون. وقف المزارعون الذين ساقوا أبقارهم إلى أعلى التل في المساء على حافة الفيضان يعدّون رؤوسها. ولم يُصب أحد بأذى، وإن جرفت المياه ثلاثة أكواخ وجسرًا للمشاة.',
  'يعيش الوادي مع فيضاناته منذ مئة عام. فالبيوت القديمة تقوم على قواعد من الحجر، وتحفظ الكنيسة كتبها في الطابق العلوي، وتعرف كل عائلة أي حقل يجف أولًا. والجديد، كما يقول الناس هنا، هو الموسم: كان الماء العالي يأتي في مارس عند ذوبان الثلوج، لا في نهاية سبتمبر.',
  'قاس مهندسو المنطقة الجريان عند السد كل ربع ساعة. وتُظهر أرقامهم، التي نشرها المجلس يوم الثلاثاء، أن الماء الذي مرّ في ليلة واحدة يفوق ما مرّ في شهر يوليو كله. وفُتحت البوابات باليد لأن المحركات تعطلت حين امتلأ قبو محطة الضخ.',
  'توجد منذ عام 2011 خطة لإعطاء النهر مساحة أوسع. وهي تقضي بنقل سدّين ثمانين مترًا إلى الخلف، وتأخذ أحد عشر هكتارًا من الأراضي الزراعية، وتكلف نحو تسعة ملايين. وقد وُعد أصحاب الأرض بجواب في الربيع الماضي، وما زالوا ينتظرونه.',
];

/** A newspaper in Arabic, with numbers and Latin names in its lines. */
export const arabicNews = fixture('arabic-news', (plant) => ({
  title: 'فيضان النهر يغمر الوادي السفلي بعد ليلة مطر | بريد الوادي',
  author: 'ليلى حداد',
  lang: 'ar',
  dir: 'rtl',
  images: 1,
  head: `<meta property="article:id" content="${plant('meta')}"><style>body { font-family: sans-serif } .hidden-sm { display: none } .social { float: left }</style>`,
  body: around`
<header><a href="/">بريد الوادي</a><nav><a href="/w">العالم</a><a href="/e">الاقتصاد</a><a href="/s">الرياضة</a><a href="/c">الثقافة</a></nav></header>
<main><article>${article`<h1>فيضان النهر يغمر الوادي السفلي بعد ليلة مطر</h1>`}<div class="meta">${either`بقلم ليلى حداد — 29 سبتمبر 2026`}</div><div class="social"><a href="#">مشاركة</a></div>
<figure><img src="/img/photo-800x450-ar.png?Signature=${plant('image address')}" width="640" height="360" alt="ماء بني بين البيوت"><figcaption>${article`المروج السفلى صباح الثلاثاء.`}</figcaption></figure>
${paragraphs(ARABIC.slice(0, 2))}
<div class="hidden-sm">${plant('display none')}</div>
<aside class="ad">إعلان: أقبية جافة في يوم واحد</aside>
${paragraphs(ARABIC.slice(2, 3))}
${article`<p>نُشرت الأرقام الكاملة (PDF) على موضع المجلس <a href="https://council.example/flow;sid=${plant('link path')}?lang=ar">Flow 2026</a>.</p>`}
${paragraphs(ARABIC.slice(3))}
<!-- ${plant('comment')} --></article>
<section><h2>اقرأ أيضًا</h2><ul><li><a href="/1">من يدفع حين يمتلئ القبو؟</a></li><li><a href="/2">السدود التي لم تُبنَ قط</a></li></ul></section></main><footer>جميع الحقوق محفوظة</footer>`,
}));

const HEBREW = [
  'כשקלרה איוונס למדה שחמט היא הייתה בת חמישים ושמונה, והצעיר ביותר במועדון שלה היה בן שבע. הוא ניצח אותה בערב הראשון, הושיט לה יד והסביר לה בעדינות היכן טעתה. היא הלכה הביתה, כך היא אומרת, בזעם שנמשך שבוע, וחזרה ביום חמישי הבא.',
  'מאז קראה אחד־עשר ספרים, ועל עשרה מהם אין לה דעה טובה. מה שעזר היה לרשום אחרי כל משחק, לפני שבדקה דבר, את הרגע האחד שבו פחדה. כמעט אף פעם לא היה זה הרגע שבו הפסידה.',
  'פחד, כך מתברר, גורם לאנשים להחליף כלים. הלוח נעשה קטן יותר והסוף קרוב יותר, ושני הדברים מרגישים כמו הקלה. המאמן שלה נתן לה לשחק חודש של משחקים שבהם אסור לה להחליף דבר אלא אם כן נאלצה. היא הפסידה כמעט בכולם, ולמדה בשביל מה קיים לוח צפוף.',
  'ביום ראשון האחרון זכתה בגביע האזורי לשחקנים מעל גיל שישים. הילד, שהוא כבר בן ארבע־עשרה ובעל דירוג שלעולם לא תגיע אליו, בא לצפות. הוא הסביר לה בעדינות היכן טעתה.',
];

/** A blog in Hebrew, whose system was made for the left: the direction is in a sheet. */
export const hebrewBlog = fixture('hebrew-blog', (plant) => ({
  title: 'להפסיד בנימוס — הלוח הצפוף',
  lang: 'he',
  head: `<style>body { direction: rtl; text-align: right } .widget { float: left; width: 200px } .note { visibility: hidden; height: 0 }</style>`,
  body: around`
<div class="header"><h1 class="blog-title"><a href="/">הלוח הצפוף</a></h1></div>
<div class="content"><div class="post" data-reader="${plant('data attribute')}">${article`<h2 class="post-title">להפסיד בנימוס</h2>`}<div class="post-info">${either`14 בנובמבר 2026`}</div><div class="entry">${paragraphs(HEBREW.slice(0, 2))}<div class="note">${plant('visibility')}</div>${paragraphs(HEBREW.slice(2))}
${article`<p>ראו גם את <span dir="ltr">Chess for the late (2nd ed.)</span> ואת <a href="/games?list=2&api_key=${plant('link query')}">רשימת המשחקים</a>.</p>`}</div><div class="tags">תגיות: <a href="/t/1">שחמט</a></div></div>
<form action="/comment"><input name="mail" value="${plant('typed value')}"><textarea>${plant('textarea')}</textarea><button>שליחה</button></form></div>
<div class="widget"><h3>רשומות אחרונות</h3><ul><li><a href="/1">המלך לא בורח</a></li><li><a href="/2">עשר טעויות</a></li></ul></div>`,
}));

const PERSIAN = [
  'باغِ پشت چاپخانه هرگز قرار نبود باغ باشد. چهل سال جایی بود که پالت‌ها را روی هم می‌چیدند و مردان برای سیگار کشیدن به آن می‌رفتند. وقتی چاپخانه بسته شد، توس‌ها از میان سنگ‌ها بالا آمدند و پس از آن‌ها زنی از طبقهٔ سوم با یک بیل.',
  'او با سیب‌زمینی آغاز کرد، چون سیب‌زمینی می‌بخشد. در سال دوم لوبیا بود، و در سال سوم یک نیمکت و یک میز و دعوایی بر سر کلید. امروز بیست‌ودو خانواده در این حیاط شریک‌اند و فهرستی روی در می‌گوید چه کسی در چه روزی آب می‌دهد.',
  'خاک بخش دشوار کار بود. سرب ریخته‌گریِ حروف در نیم متر بالایی مانده است، پس هرچه خورده می‌شود در جعبه‌ها می‌روید، در خاکی که با دوچرخه آورده شد. مؤسسه‌ای هر بهار آن را آزمایش می‌کند و نتیجه‌ها کنار فهرست آویخته است.',
  'این پاییز زمین فروخته خواهد شد. خانواده‌ها پیشنهادی داده‌اند که یک‌پنجم پیشنهاد همسایه است، و شیشه‌ای از عسلشان را کنارش گذاشته‌اند. صاحب زمین می‌گوید پیش از نخستین یخبندان تصمیم می‌گیرد، و عسل بسیار خوب است.',
];

/** A magazine in Persian: joiners within words, an introduction in a box, footnotes at the end. */
export const persianMagazine = fixture('persian-magazine', (plant) => ({
  title: 'باغی پشت چاپخانه - مجلهٔ شهر آرام',
  author: 'مینا اُسِی',
  lang: 'fa',
  dir: 'rtl',
  path: '/%D8%A8%D8%A7%D8%BA/',
  head: `<script>window.__STATE__ = { token: "${plant('script')}" }</script><style>.lead { background: #f5f5f0; padding: 10px } .tools button { opacity: .4 } .clip { clip: rect(0 0 0 0); position: absolute }</style>`,
  body: around`
<nav class="top"><a href="/">شهر آرام</a><a href="/a">بایگانی</a><a href="/b">درباره</a><a href="/c">اشتراک</a></nav>
<div class="container"><div class="article-wrapper"><div class="article-head">${article`<h1>باغی پشت چاپخانه</h1><p class="lead">سیب‌زمینی می‌بخشد؛ مالک زمین هنوز تصمیم نگرفته است.</p>`}<span>${either`نوشتهٔ مینا اُسِی`}</span><div class="tools"><button>پسندیدن</button><button>چاپ</button></div></div>
<div class="article-text">${paragraphs(PERSIAN.slice(0, 2))}<span class="clip">${plant('clip')}</span>${paragraphs(PERSIAN.slice(2))}
${article`<p>نشانی باغ را <a href="https://maps.example/?q=yard#access_token=${plant('link fragment')}">اینجا</a> ببینید.</p>`}
<object data="/plan.pdf" type="application/x-none" hidden>${plant('fallback')}</object></div></div>
<div class="side"><h3>پربازدیدها</h3><a href="/1">سوپ برگ</a><a href="/2">در آبان هیچ اتفاقی نمی‌افتد</a></div></div><iframe srcdoc="<p>${plant('frame')}</p>" width="200" height="60" title=""></iframe>`,
}));

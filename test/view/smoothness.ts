/**
 * Measures how long opening a large page keeps a real Chromium from anything else: `npm run smoothness`. Prints, for each
 * page, the longest turn of the page's main thread as the browser's own observer of long tasks saw it, and when all of
 * the page stood there. The observer counts from 50 ms; what stayed below shows as 0.
 * Beside it stands the longest turn in the thread's own time, of a trace: what else the machine does adds nothing to that.
 */
import { ContentBrowser, executablePath } from './content-browser.ts';

const MIB = 1024 * 1024;
/** The best counts: whatever else the machine does only adds. */
const RUNS = Number(process.env['RUNS'] ?? 3);

interface Sample {
  readonly what: string;
  readonly mediaType: string;
  /** Repeated until the page has `bytes`. */
  readonly text: string;
  readonly bytes: number;
}

const code =
  'export function area(width: number, height = 2): number { return width * height; } // m²\n';
const markdown =
  '## Heading\n\nA *paragraph* with `code`, a [link](https://example.org) and **more**.\n\n- one\n- two\n\n';
const html =
  '<h2>Heading</h2><p style="margin:0">A <em>paragraph</em> with <a href="https://example.org">a link</a>.</p>';

const SAMPLES: readonly Sample[] = [
  {
    what: 'lines of 80',
    mediaType: 'text/plain',
    text: `${'lorem ipsum '.repeat(6)}dolor.\n`,
    bytes: 32 * MIB,
  },
  { what: 'one endless line', mediaType: 'text/plain', text: 'lorem ipsum ', bytes: 32 * MIB },
  { what: 'one endless word', mediaType: 'text/plain', text: 'lorem', bytes: 32 * MIB },
  { what: 'empty lines', mediaType: 'text/plain', text: '\n', bytes: 32 * MIB },
  {
    what: 'Arabic',
    mediaType: 'text/plain',
    text: 'هذا نص طويل جدا للقراءة على الشاشة. '.repeat(4) + '\n',
    bytes: 32 * MIB,
  },
  { what: 'Chinese, endless', mediaType: 'text/plain', text: '蜉蝣之羽衣裳楚楚', bytes: 32 * MIB },
  { what: 'emoji, joined', mediaType: 'text/plain', text: '👩‍👩‍👧‍👦🏳️‍🌈 ', bytes: 10 * MIB },
  { what: 'not UTF-8', mediaType: 'text/plain', text: '\uDC00', bytes: 10 * MIB },
  { what: 'coloured code', mediaType: 'text/typescript', text: code, bytes: MIB / 2 },
  { what: 'code past the bound', mediaType: 'text/typescript', text: code, bytes: 32 * MIB },
  { what: 'Markdown', mediaType: 'text/markdown', text: markdown, bytes: MIB / 2 },
  { what: 'Markdown past the bound', mediaType: 'text/markdown', text: markdown, bytes: 32 * MIB },
  { what: 'HTML', mediaType: 'text/html', text: html, bytes: MIB / 2 },
  { what: 'HTML past the bound', mediaType: 'text/html', text: html, bytes: 32 * MIB },
];

const browser = await ContentBrowser.open(executablePath ?? '');
const { page } = browser;
page.setDefaultTimeout(180_000);
console.log(
  'page'.padEnd(26),
  'size'.padStart(9),
  'longest turn'.padStart(14),
  'its own time'.padStart(14),
  'all there'.padStart(12),
);
for (const sample of SAMPLES) {
  await measure(sample);
}
await browser.close();

async function measure({ what, ...sample }: Sample): Promise<void> {
  let best = { longestMs: Infinity, ownMs: Infinity, filledMs: Infinity };
  for (let run = 0; run < RUNS; run += 1) {
    const seen = { longestMs: 0, filledMs: 0 };
    const ownMs = await browser.longestTurn(async () =>
      Object.assign(seen, await page.evaluate(measured, sample)),
    );
    best = {
      longestMs: Math.min(best.longestMs, seen.longestMs),
      ownMs: Math.min(best.ownMs, ownMs),
      filledMs: Math.min(best.filledMs, seen.filledMs),
    };
  }
  console.log(
    what.padEnd(26),
    `${(sample.bytes / MIB).toFixed(1)} MiB`.padStart(9),
    `${Math.round(best.longestMs)} ms`.padStart(14),
    `${Math.round(best.ownMs)} ms`.padStart(14),
    `${Math.round(best.filledMs)} ms`.padStart(12),
  );
}

/** Runs in the page. */
async function measured({ text, bytes, mediaType }: Omit<Sample, 'what'>) {
  const part = new TextEncoder().encode(text);
  const content = new Uint8Array(bytes);
  content.set(part.subarray(0, bytes));
  for (let at = part.length; at < bytes; at *= 2) content.copyWithin(at, 0, at);
  content.fill(32, bytes - (bytes % part.length)); // no character cut in two at the end
  const frames = async (count: number) => {
    for (let frame = 0; frame < count; frame += 1)
      await new Promise((resolve) => requestAnimationFrame(resolve));
  };
  await frames(5);
  const tasks: number[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      if (startTime >= start) tasks.push(duration);
    }
  });
  // Nothing of the page before may pass for this one.
  observer.observe({ entryTypes: ['longtask'] });
  showContent({ mediaType: 'application/zip' }, new Uint8Array(1));
  await frames(30);
  const start = performance.now();
  await new Promise((resolve) =>
    setTimeout(() => {
      showContent({ mediaType }, content);
      resolve(undefined);
    }),
  );
  const isThere = () => document.querySelector('.content-text[aria-busy=false], iframe');
  while (!isThere()) await frames(1);
  const filledMs = performance.now() - start;
  // Colours come after the text, and each part of the page is laid out when it is looked at.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  for (const part of [0.5, 1, 0]) {
    scrollTo(0, document.documentElement.scrollHeight * part);
    await frames(20);
  }
  await new Promise((resolve) => setTimeout(resolve, 200));
  observer.disconnect();
  return { longestMs: Math.max(0, ...tasks), filledMs };
}

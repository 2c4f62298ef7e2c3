/** Pages of stripes of known colours and heights, in CSS pixels, with bars around them. */

/** The height of a stripe, and of a bar. */
export const STRIPE = 90;
export const BAR = 40;

export const TOP_BAR = '#0000ff';
export const BOTTOM_BAR = '#ff00ff';
export const STICKY_BAR = '#ff8000';
export const SIDE = '#808080';
/** Where nothing else is. */
export const GROUND = '#123456';

/** Colours in a column of a picture, from above, each with its height. */
export type Runs = readonly (readonly [colour: string, height: number])[];

/** A colour of its own for each stripe. */
function stripeColour(index: number): string {
  const part = (step: number) => ((index * step) % 200).toString(16).padStart(2, '0');
  return `#${part(37)}c8${part(11)}`;
}

function stripes(from: number, to: number): string {
  const each = Array.from({ length: to - from }, (_, i) => from + i);
  return each
    .map((i) => `<div style="height: ${STRIPE}px; background: ${stripeColour(i)};"></div>`)
    .join('');
}

export function stripeRuns(from: number, to: number): Runs {
  return Array.from({ length: to - from }, (_, i) => [stripeColour(from + i), STRIPE] as const);
}

/** The first run begins under a bar, and the last one ends under one. */
export function betweenBars(runs: Runs): Runs {
  const shorter = ([colour, height]: Runs[number]) => [colour, height - BAR] as const;
  return [
    [TOP_BAR, BAR],
    ...runs.map((run, i) => (i === 0 || i === runs.length - 1 ? shorter(run) : run)),
    [BOTTOM_BAR, BAR],
  ];
}

const START = `<!doctype html><title>Stripes</title><style>
  body { margin: 0; background: ${GROUND} }
  .top, .bottom { position: fixed; left: 0; right: 0; height: ${BAR}px; z-index: 1 }
  .top { top: 0; background: ${TOP_BAR} }
  .bottom { bottom: 0; background: ${BOTTOM_BAR} }
  main { position: relative }`;

const BARS = '<header class="top"></header><footer class="bottom"></footer>';

/**
 * The document scrolls, smoothly and with snapping. Its bars are fixed, a line in it sticks, its field is focused, and it
 * makes one more bar once it is scrolled.
 */
export const SCROLLED = `${START}
  html { scroll-behavior: smooth; scroll-snap-type: y mandatory }
  main > div { scroll-snap-align: start }
  .sticky { position: sticky; top: ${BAR}px; height: ${BAR}px; background: ${STICKY_BAR} }
  .late { position: fixed; top: 100px; left: 0; right: 0; height: ${BAR}px; background: #ff0000 }
  input { position: absolute; top: 200px; left: 20px; width: 80px }
  </style>${BARS}<main>${stripes(0, 2)}<p class="sticky" style="margin: 0px;"></p>${stripes(2, 32)}
  <input value="typed"></main><script>
    addEventListener('scroll', () => {
      document.querySelector('.late')?.remove();
      if (scrollY > 0) document.body.insertAdjacentHTML('beforeend', '<p class="late"></p>');
    });
  </script>`;

/** The window stands still, and an element between two bars and beside a list scrolls. */
export const APP = `${START}
  html, body { height: 100%; overflow: hidden }
  main { position: absolute; top: ${BAR}px; bottom: ${BAR}px; left: 200px; right: 0; overflow: auto }
  nav { position: absolute; top: ${BAR}px; bottom: ${BAR}px; width: 200px; background: ${SIDE} }
  </style>${BARS}<nav></nav><main>${stripes(0, 30)}</main>`;

/** From right to left, wider than the window, and longer each time that its end comes near. */
export const GROWING = `${START}
  main { width: 2000px }
  main > div { border-left: 500px solid ${SIDE}; box-sizing: border-box }
  </style><html dir="rtl">${BARS}<main>${stripes(0, 20)}</main><script>
    addEventListener('scroll', () => {
      const { scrollHeight } = document.documentElement;
      if (scrollY + 2 * innerHeight < scrollHeight) return;
      document.querySelector('main').insertAdjacentHTML('beforeend', '${stripes(20, 24)}');
    });
  </script>`;

/** Its parts at known places: what must stay, and what nobody may see. */
export const SECRET = `${START}
  p { position: absolute; margin: 0; width: 200px; height: 100px }
  </style><p style="left: 100px; top: 100px; background: #ff0000"></p>
  <p style="left: 500px; top: 300px; background: #00ff00"></p>`;

/**
 * As it is scrolled down, its top bar slides away, and a line of its text becomes a second bar: the text below comes up
 * into the empty place. Its stripes fade in when they are seen.
 */
export const MOVING = `${START}
  body { padding-top: ${BAR}px }
  .line { margin: 0; height: ${BAR}px; background: ${STICKY_BAR} }
  .held { position: fixed; top: 0; left: 0; right: 0 }
  main > div { opacity: 0; transition: opacity 0.4s }
  main > .seen { opacity: 1 }
  </style><header class="top"></header><p class="line"></p><main>${stripes(0, 30)}</main><script>
    let before = 0, at = 0, aim = 0;
    const slide = () => {
      if (at === aim) return;
      at += Math.sign(aim - at);
      document.querySelector('.top').style.top = at + 'px';
      requestAnimationFrame(slide);
    };
    addEventListener('scroll', () => {
      aim = scrollY > before ? -${BAR} : 0;
      setTimeout(slide, 100);
      document.querySelector('.line').classList.toggle('held', scrollY > ${BAR});
      before = scrollY;
    });
    const eyes = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) if (isIntersecting) target.className = 'seen';
    });
    for (const stripe of document.querySelectorAll('main > div')) eyes.observe(stripe);
  </script>`;

/** Most of it is another page of the site, which scrolls in a frame below a bar. */
export const FRAMED = `${START}
  html, body { height: 100%; overflow: hidden }
  iframe { position: absolute; top: ${BAR}px; border: 0; width: 100%; height: calc(100% - ${BAR}px) }
  </style><header class="top"></header><iframe src="/striped"></iframe>`;

export const STRIPED = `${START}</style><main>${stripes(0, 20)}</main>`;

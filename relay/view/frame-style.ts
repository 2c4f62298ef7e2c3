/**
 * The base style inside the sandboxed frame. `:where()` gives way to anything the page itself says. No sheet of ours gets
 * in there: its colours are those of tokens.css, said once more, and the wash under code is its own.
 */
export const FRAME_STYLE = `
/* In the first layer, !important is more so than anything that a sheet of the page says. */
@layer mayfly {
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
      scroll-behavior: auto !important;
    }
  }
}

:where(html) {
  color-scheme: light dark;
  --ink: #17211f;
  --ink-soft: #55625f;
  --sheet: #ffffff;
  --line: #dbe2e0;
  --wash: #f1f5f4;
  --accent: #0c6b64;
  --warning: #7a5200;
  background: var(--sheet);
  color: var(--ink);
}

@media screen and (prefers-color-scheme: dark) {
  :where(html:not([data-own-colours])) {
    --ink: #e3ebe9;
    --ink-soft: #9aa9a6;
    --sheet: #161e1d;
    --line: #273230;
    --wash: #1e2827;
    --accent: #63cfc4;
    --warning: #f0c673;
  }
}

:where(html[data-own-colours]) {
  color-scheme: light;
}

@media (prefers-contrast: more) {
  :where(html) {
    --ink-soft: var(--ink);
    --line: var(--ink);
    --accent: #00413c;
    --warning: #553900;
  }
}

@media screen and (prefers-contrast: more) and (prefers-color-scheme: dark) {
  :where(html:not([data-own-colours])) {
    --ink: #ffffff;
    --sheet: #000000;
    --accent: #8be0d7;
    --warning: #ffe0a3;
  }
}

:where(body) {
  max-width: 42rem;
  margin: 0 auto;
  padding: clamp(1rem, 4vw, 2.5rem);
  font:
    1.0625rem/1.65 'Iowan Old Style',
    Charter,
    'Palatino Linotype',
    Palatino,
    'URW Palladio L',
    P052,
    Georgia,
    'Noto Serif',
    serif;
  overflow-wrap: break-word;
}

:where(h1, h2, h3, h4, h5, h6) {
  margin: 2em 0 0.6em;
  line-height: 1.25;
  text-wrap: balance;
}
:where(h1) {
  font-size: 1.875rem;
}
:where(h2) {
  font-size: 1.4375rem;
}
:where(h3) {
  font-size: 1.1875rem;
}
:where(h4, h5, h6) {
  font-size: 1rem;
}
:where(body > :first-child) {
  margin-top: 0;
}
:where(p, ul, ol, dl, pre, table, blockquote, figure) {
  margin: 0 0 1.1em;
}
:where(li + li) {
  margin-top: 0.25em;
}
:where(li:has(> .tick, > p > .tick)) {
  list-style: none;
  margin-inline-start: -1.2em;
}
:where(a) {
  color: var(--accent);
  text-underline-offset: 0.15em;
}
:where(img, svg, video) {
  max-width: 100%;
  height: auto;
}
:where(audio) {
  max-width: 100%;
}
/* A drawing is black where it says nothing of colours; one that does was made for paper, as a page is. */
:where(svg) {
  fill: currentColor;
  font: 1rem/normal serif;
}
:where(svg[data-own-colours]) {
  color-scheme: light;
  background: #ffffff;
  color: #17211f;
}
:where(math) {
  font-size: 1.1em;
}
:where(math[display='block']) {
  max-width: 100%;
  overflow-x: auto;
}
:where(.left-out, .shown-field) {
  display: inline-block;
  box-sizing: border-box;
  max-width: 100%;
  padding: 0 0.4em;
  border: 1px dashed var(--line);
  border-radius: 0.25rem;
  color: var(--ink-soft);
}
:where(.shown-field) {
  border-style: solid;
  color: inherit;
  white-space: pre-wrap;
}
:where(code, kbd, samp, pre) {
  font-family:
    ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace;
  font-size: 0.875em;
}
:where(code) {
  padding: 0.1em 0.3em;
  border-radius: 0.25rem;
  background: var(--wash);
}
:where(pre) {
  padding: 1rem;
  overflow-x: auto;
  border-radius: 0.5rem;
  background: var(--wash);
  line-height: 1.5;
}
:where(pre code) {
  padding: 0;
  background: none;
  font-size: inherit;
}
:where(blockquote) {
  margin-inline: 0;
  padding-inline-start: 1.1rem;
  border-inline-start: 3px solid var(--line);
  color: var(--ink-soft);
}
:where(.front-matter) {
  border-inline-start: 3px solid var(--line);
  color: var(--ink-soft);
}
:where(.code-title) {
  margin-bottom: 0.3em;
  color: var(--ink-soft);
  font-size: 0.875em;
}
:where(pre.formula) {
  white-space: pre-wrap;
}
:where(.alert) {
  border-color: var(--accent);
  color: inherit;
}
:where(.alert-warning, .alert-caution) {
  border-color: var(--warning);
}
:where(.alert-title) {
  margin-bottom: 0.3em;
  color: var(--accent);
  font-weight: bold;
}
:where(.alert-warning, .alert-caution) > :where(.alert-title) {
  color: var(--warning);
}
:where(.footnotes) {
  margin-top: 2.5em;
  border-top: 1px solid var(--line);
  padding-top: 1em;
  font-size: 0.9em;
}
:where(.sr-only) {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
:where(:target) {
  scroll-margin-top: 1rem;
}
:where(table) {
  display: block;
  width: fit-content;
  max-width: 100%;
  overflow-x: auto;
  border-collapse: collapse;
}
:where(th, td) {
  padding: 0.4rem 0.75rem;
  border: 1px solid var(--line);
}
:where(th:not([align])) {
  text-align: start;
}
/* Forced colours take the wash away. */
@media (prefers-contrast: more), (forced-colors: active) {
  :where(pre, :not(pre) > code) {
    border: 1px solid var(--line);
  }
}
:where(hr) {
  margin: 2.5em 0;
  border: 0;
  border-top: 1px solid var(--line);
}
`;

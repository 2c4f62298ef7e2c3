/** The look of what a preview adds to a page. Its colours are those of the page's own base style. */
export function previewStyle(page: Document): string {
  return `html body {\n  font: ${readersFont(page)};\n}\n${PREVIEW_STYLE}`;
}

/** Chromium gives pages of extensions a font of its own, which would win over the reader's. */
function readersFont(page: Document): string {
  for (const { cssRules } of page.styleSheets) {
    for (const rule of cssRules) {
      // Rules of the frame are of another window.
      const { selectorText, style } = rule as CSSStyleRule;
      if (selectorText === ':where(body)') return style.font;
    }
  }
  return 'inherit';
}

const PREVIEW_STYLE = `
body {
  position: relative;
}
a[href] {
  cursor: inherit;
}
[data-block] {
  cursor: pointer;
  border-radius: 0.25rem;
}
[data-block]:hover,
.take-out:focus-visible + [data-block],
[data-block]:has(> .take-out:focus-visible) {
  outline: 2px dashed var(--accent, currentcolor);
  outline-offset: 0.25rem;
}
.take-out + h1:nth-child(2) {
  margin-top: 0;
}
.take-out {
  all: unset;
  position: absolute;
  z-index: 1;
  inset-inline-end: 0.25rem;
  box-sizing: border-box;
  width: 1.75rem;
  height: 1.75rem;
  border: 1px solid var(--ink, currentcolor);
  border-radius: 0.5rem;
  background: var(--sheet, canvas);
  color: var(--ink, canvastext);
  font: 700 1rem/1.6rem system-ui, sans-serif;
  text-align: center;
  text-indent: 0;
  opacity: 0;
  cursor: pointer;
}
.take-out::before {
  content: '\\00d7' / '';
}
.take-out:hover,
.take-out:focus-visible,
.take-out:has(+ [data-block]:hover),
[data-block]:hover > .take-out,
[data-block]:hover > :is(td, th) > .take-out,
[data-block]:hover > tr > :is(td, th) > .take-out {
  opacity: 1;
}
.take-out:focus-visible,
.put-back:focus-visible {
  outline: 2px solid var(--accent, currentcolor);
  outline-offset: 2px;
}
.taken-out {
  display: block;
  margin: 0 0 1.1em;
  padding: 0.125rem 0.625rem;
  border: 1px dashed var(--ink-soft, currentcolor);
  border-radius: 0.5rem;
  color: var(--ink-soft, inherit);
  font: 0.8125rem/1.6 system-ui, sans-serif;
  text-align: start;
  text-indent: 0;
  white-space: normal;
}
:is(td, th) > .taken-out,
li > .taken-out {
  margin-block: 0.25rem;
}
/* A point that is out has no number. */
li[data-taken] {
  display: block;
}
.put-back {
  all: unset;
  min-height: 1.5rem;
  border-radius: 0.25rem;
  color: var(--accent, linktext);
  font-weight: 600;
  text-decoration: underline;
  cursor: pointer;
}
@media print {
  .take-out,
  .taken-out {
    display: none;
  }
}
`;

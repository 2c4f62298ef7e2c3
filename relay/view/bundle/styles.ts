/** The styles of these screens, which the first screen of a program does without. */
import styles from './bundle.css?inline';

/** Adds them to the document. They come with the code, so nothing is drawn without them. */
export function addStyles(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

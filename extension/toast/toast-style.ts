/**
 * The look of a toast, the same in every page. Each element carries its own style: a page may forbid style sheets, and
 * Firefox lets an extension adopt none.
 */

const HOST_STYLE =
  'all: initial !important; position: fixed !important; z-index: 2147483647 !important; inset: auto 0 24px 0 !important; inline-size: auto !important; display: flex !important; justify-content: center !important; pointer-events: none !important;';
const LIGHT = {
  line: '#dbe2e0',
  sheet: '#ffffff',
  ink: '#17211f',
  accent: '#0c6b64',
  onAccent: '#ffffff',
};
const DARK: typeof LIGHT = {
  line: '#273230',
  sheet: '#161e1d',
  ink: '#e3ebe9',
  accent: '#63cfc4',
  onAccent: '#06211e',
};

export function styleHost(host: HTMLElement): void {
  host.style.cssText = HOST_STYLE;
}

export function styleBox(box: HTMLElement): void {
  const { line, sheet, ink } = colours();
  const fade = prefers('reduced-motion: reduce') ? '' : 'transition: opacity 150ms ease-out;';
  box.style.cssText = `display: flex; align-items: center; gap: 14px; box-sizing: border-box; max-width: min(32rem, calc(100vw - 32px)); padding: 12px 18px; border-radius: 14px; border: 1px solid ${line}; background: ${sheet}; color: ${ink}; font: 15px/1.45 system-ui, -apple-system, 'Segoe UI', sans-serif; overflow-wrap: anywhere; box-shadow: 0 8px 32px rgb(0 0 0 / 25%); opacity: 0; ${fade}`;
}

/** The button of the main act is filled. */
export function styleButton(button: HTMLElement, isMain: boolean): void {
  const { accent, onAccent, sheet } = colours();
  const [ground, ink] = isMain ? [accent, onAccent] : [sheet, accent];
  button.style.cssText = `flex: none; min-height: 36px; padding: 0 14px; border: 1px solid ${accent}; border-radius: 9px; background: ${ground}; color: ${ink}; font: inherit; font-weight: 600; cursor: pointer; pointer-events: auto;`;
}

function colours(): typeof LIGHT {
  const colours = prefers('color-scheme: dark') ? DARK : LIGHT;
  return prefers('contrast: more') ? { ...colours, line: colours.ink } : colours;
}

function prefers(feature: string): boolean {
  return matchMedia(`(prefers-${feature})`).matches;
}

/** Says whether an element hides itself and its content from all eyes: texts for screen readers, folded parts. */
export function isUnseen(style: CSSStyleDeclaration): boolean {
  if (Number(style.opacity) < 0.05) return true;
  // Only for a few elements, because the browser must lay out the page to answer.
  const isCut = style.position === 'absolute' || /hidden|clip/.test(style.overflow);
  return isCut && isSqueezed(style);
}

function isSqueezed({ width, height, overflow, clip }: CSSStyleDeclaration): boolean {
  const isCut = /hidden|clip/.test(overflow);
  const isPixel = (isCut || clip !== 'auto') && width === '1px' && height === '1px';
  return isPixel || (isCut && (width === '0px' || height === '0px'));
}

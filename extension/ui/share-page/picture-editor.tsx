import { useLayoutEffect, useRef } from 'preact/hooks';
import type { PictureDraft } from './picture-draft.ts';

export interface PictureEditorProps {
  readonly picture: PictureDraft;
  /** The most bytes that a shared page may have. */
  readonly mostBytes: number;
}

/** The picture of a page before it is shared, with the tools to crop it and to black parts of it out. */
export function PictureEditor({ picture }: PictureEditorProps) {
  const state = picture.state.value;
  if (state.state !== 'taken') return <p role="status">{state.state}</p>;
  return <PictureCanvas canvas={state.canvas} />;
}

function PictureCanvas({ canvas }: { readonly canvas: HTMLCanvasElement }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => place.current?.replaceChildren(canvas), [canvas]);
  return <div ref={place} class="picture-canvas" />;
}

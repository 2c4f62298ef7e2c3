/** The mayfly on the extension's button, drawn anew for each state: told apart by shape as well as by colour. */

export const ICON_STATES = ['idle', 'seeding', 'last-copy', 'paused', 'offline'] as const;
export type IconState = (typeof ICON_STATES)[number];

export const ICON_SIZES = [16, 32, 48, 128] as const;

/** The file of a drawing, from the extension's root. Who seeds is seen most, and is the face of Mayfly elsewhere. */
export function iconPath(state: IconState, size: (typeof ICON_SIZES)[number]): string {
  return state === 'seeding' ? `/icon-${size}.png` : `/icon-${state}-${size}.png`;
}

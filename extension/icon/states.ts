/** The mayfly on the extension's button, drawn for each state. States differ in shape as well as in colour. */

export const ICON_STATES = ['idle', 'seeding', 'last-copy', 'paused', 'offline'] as const;
export type IconState = (typeof ICON_STATES)[number];

export const ICON_SIZES = [16, 32, 48, 128] as const;

/**
 * The file of a drawing, from the extension's root. Most people see the state of a seeder, so it is the face of Mayfly
 * elsewhere too.
 */
export function iconPath(state: IconState, size: (typeof ICON_SIZES)[number]): string {
  return state === 'seeding' ? `/icon-${size}.png` : `/icon-${state}-${size}.png`;
}

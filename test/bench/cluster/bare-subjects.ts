import { KIB, MIB } from '../pages.ts';

export const PAGE = 'bare.page';
export const WINDOW = 'bare.window';
export const WINDOW_BYTES = MIB;
export const MESSAGE_BYTES = 64 * KIB;

import type { IconState } from './states.ts';

interface Look {
  readonly ground: string;
  readonly wing: string;
  readonly line: string;
  /** The sign in front of the mayfly, in the corner that the badge leaves free. */
  readonly mark?: string;
}

const SLATE = '#5c6967';
const AMBER = '#8a5a00';
const DISC = '<circle cx="9" cy="9.2" r="7.4" fill="#fff" stroke="none" />';

const LOOKS: Record<IconState, Look> = {
  idle: { ground: SLATE, wing: 'none', line: '#fff' },
  seeding: { ground: '#0c6b64', wing: '#9fd8d1', line: '#fff' },
  'last-copy': {
    ground: AMBER,
    wing: '#f3cf8a',
    line: '#fff',
    mark: `${DISC}<path d="M6.8 7 9.6 5.2V13.4" stroke="${AMBER}" stroke-width="2.6" />`,
  },
  paused: {
    ground: SLATE,
    wing: 'none',
    line: '#cfd6d4',
    mark: `${DISC}<path d="M6.7 6V12.4M11.3 6V12.4" stroke="${SLATE}" stroke-width="2.6" />`,
  },
  offline: {
    ground: SLATE,
    wing: 'none',
    line: '#aab4b2',
    mark: `<path d="M5 5 27 27" stroke="${SLATE}" stroke-width="7" /><path d="M5 5 27 27" stroke="#fff" stroke-width="2.8" />`,
  },
};

/** The icon as an SVG. */
export function drawIcon(state: IconState): string {
  const { ground, wing, line, mark = '' } = LOOKS[state];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
  <rect width="32" height="32" rx="7" fill="${ground}" />
  <g fill="none" stroke="${line}" stroke-linecap="round" stroke-linejoin="round">
    <path d="M11.2 18C10 11.5 12.6 6.3 20 4.5 21.7 10.4 18.8 15.6 14 18.8Z" fill="${wing}" stroke-width="1.8" />
    <path d="M5.8 19.4C9.5 17 14 18 17.8 21.8" stroke-width="3.4" />
    <path d="M17.8 21.8C20.6 24.4 23.6 25.2 27 24.4M17.8 21.8C19.8 25 22 26.8 25.2 27.6" stroke-width="1.7" />${mark && `\n    ${mark}`}
  </g>
</svg>
`;
}

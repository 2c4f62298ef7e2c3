import { encode } from 'uqr';

/** Light around the code, in modules, without which readers do not find it. */
const QUIET = 4;
/** Past this version the modules are too fine for a phone that looks at a phone. */
const LARGEST_VERSION = 25;

type Modules = readonly (readonly boolean[])[];

export interface QrCodeProps {
  readonly modules: Modules;
  /** What the image is called for who cannot see it. */
  readonly label: string;
}

/** The modules of the QR code of `text`, true for dark; undefined where the text is too long for one. */
export function qrModules(text: string): Modules | undefined {
  try {
    return encode(text, { ecc: 'M', border: 0, maxVersion: LARGEST_VERSION }).data;
  } catch {
    return undefined; // it throws for that reason alone
  }
}

/** A QR code, dark on light whatever the theme: not every reader takes the inverse. */
export function QrCode({ modules, label }: QrCodeProps) {
  const side = modules.length + 2 * QUIET;
  return (
    <svg class="qr-code" role="img" aria-label={label} viewBox={`0 0 ${side} ${side}`}>
      <rect width={side} height={side} fill="#ffffff" />
      <path d={darkPath(modules)} fill="#000000" shape-rendering="crispEdges" />
    </svg>
  );
}

/** One rectangle for each run of dark modules in a row. */
export function darkPath(modules: Modules): string {
  return modules
    .flatMap((row, y) => runs(row).map(([x, length]) => rectangle(x, y, length)))
    .join('');
}

function rectangle(x: number, y: number, length: number): string {
  return `M${x + QUIET} ${y + QUIET}h${length}v1h-${length}z`;
}

function runs(row: readonly boolean[]): [start: number, length: number][] {
  const found: [number, number][] = [];
  row.forEach((isDark, x) => {
    if (!isDark) return;
    const last = found.at(-1);
    if (last && last[0] + last[1] === x) last[1]++;
    else found.push([x, 1]);
  });
  return found;
}

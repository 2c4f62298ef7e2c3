import { encode } from 'uqr';

/** The light margin around the code, in modules. Readers do not find a code without it. */
const QUIET = 4;
/** Above this version, the modules are too fine for a phone that reads another phone. */
const LARGEST_VERSION = 25;

type Modules = readonly (readonly boolean[])[];

export interface QrCodeProps {
  readonly modules: Modules;
  /** The name of the image for readers who cannot see it. */
  readonly label: string;
}

/** The modules of the QR code of `text`, true for dark; undefined if the text is too long. */
export function qrModules(text: string): Modules | undefined {
  try {
    return encode(text, { ecc: 'M', border: 0, maxVersion: LARGEST_VERSION }).data;
  } catch {
    return undefined; // a too long text is the only reason for the error
  }
}

/** A QR code, dark on light in every theme: not every reader accepts the inverse. */
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

import { buildStale } from '../../relay/build.ts';

/** The journeys drive the products that people run: the web page and the extension, as last built. */
export default function setup(): void {
  buildStale();
}

import { buildStale } from '../../relay/build.ts';

/** The journeys drive what people run: the web page and the extension as they were last built. */
export default function setup(): void {
  buildStale();
}

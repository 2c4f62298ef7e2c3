/** The background's parts, each made once. Every other module is given the ones it needs. */
import { createClient, relayUrl } from '@mayfly/relay/client';
import { Pages } from '../store/pages.ts';
import { PassingPages } from '../store/passing-pages.ts';
import { Expiry } from './hold/expiry.ts';
import { thisConnection } from './hold/network-connection.ts';
import { Readings } from './hold/readings.ts';
import { Seeding } from './hold/seeding.ts';
import { UploadPolicy } from './hold/upload-policy.ts';
import { uploadSource } from './hold/uploaded-pages.ts';
import { Keeping } from './keep/keeping.ts';
import { BundleFetches } from './read/bundle-fetches.ts';
import { OnceVisits } from './read/once-visits.ts';
import { Relays } from './relays.ts';

export interface Parts {
  readonly pages: Pages;
  readonly passing: PassingPages;
  readonly relays: Relays;
  readonly seeding: Seeding;
  readonly readings: Readings;
  readonly bundles: BundleFetches;
  readonly visits: OnceVisits;
  readonly expiry: Expiry;
  readonly keeping: Keeping;
  readonly uploadPolicy: UploadPolicy;
  readonly now: () => number;
}

export function createParts(): Parts {
  const pages = new Pages();
  const uploadPolicy = new UploadPolicy({ now: Date.now, connection: thisConnection() });
  const relays = new Relays({
    connect: (relay) =>
      createClient({
        url: relayUrl(relay),
        pages: uploadSource({
          ...{ pages, uploadPolicy, relay },
          onLost: (part, at) => void seeding.dropPart(part, at).catch(console.error),
        }),
      }),
  });
  const seeding: Seeding = new Seeding({ pages, relays, uploadPolicy });
  const expiry = new Expiry({ pages, seeding, now: Date.now });
  const passing = new PassingPages();
  const readings = new Readings();
  const held = { pages, passing, relays, seeding, readings, expiry, uploadPolicy, now: Date.now };
  return {
    ...held,
    bundles: new BundleFetches(held),
    visits: new OnceVisits(held),
    keeping: new Keeping(held),
  };
}

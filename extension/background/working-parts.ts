/** The background's parts, each made once. Every other module is given the ones it needs. */
import { createClient, relayUrl } from '@mayfly/relay/client';
import { Pages } from '../store/pages.ts';
import { PassingPages } from '../store/passing-pages.ts';
import { Expiry } from './hold/expiry.ts';
import { thisConnection } from './hold/network-connection.ts';
import { Seeding } from './hold/seeding.ts';
import { UploadPolicy } from './hold/upload-policy.ts';
import { uploadSource } from './hold/uploaded-pages.ts';
import { Relays } from './relays.ts';

export interface Parts {
  readonly pages: Pages;
  readonly passing: PassingPages;
  readonly relays: Relays;
  readonly seeding: Seeding;
  readonly expiry: Expiry;
  readonly uploadPolicy: UploadPolicy;
  readonly now: () => number;
}

export function createParts(): Parts {
  const pages = new Pages();
  const uploadPolicy = new UploadPolicy({ now: Date.now, connection: thisConnection() });
  const relays = new Relays({
    connect: (relay) =>
      createClient({ url: relayUrl(relay), pages: uploadSource(pages, uploadPolicy, relay) }),
  });
  const seeding = new Seeding({ pages, relays, uploadPolicy });
  const expiry = new Expiry({ pages, seeding, now: Date.now });
  const passing = new PassingPages();
  return { pages, passing, relays, seeding, expiry, uploadPolicy, now: Date.now };
}

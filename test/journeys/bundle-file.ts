/** A file of exported pages with a bundle in it, made without a browser. */
import { BUNDLE_TYPE, sealBundle } from '@mayfly/relay/client';
import { BUNDLE_ARCHIVE_HEAD, entryLine, partLine } from '../../extension/store/archive.ts';

export interface BundleFile {
  /** To be set on a file field. */
  readonly upload: { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };
  readonly address: string;
  /** The link of the bundle at that relay. */
  readonly link: string;
}

/** `files` by path. `parts` says which parts are in the file; all if it is left out. */
export async function bundleFile(
  relay: string,
  name: string,
  files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>,
  hasPart: (index: number) => boolean = () => true,
): Promise<BundleFile> {
  const parts: Buffer[] = [];
  const chosen = Object.entries(files).map(([path, bytes]) => ({
    path,
    type: 'text/plain',
    content: new Blob([bytes]),
  }));
  const sealed = await sealBundle(chosen, {
    onPart: async (index, address, page) => {
      if (!hasPart(index)) return;
      const line = Buffer.from(partLine({ index, address, bytes: page.length }));
      parts[index] = Buffer.concat([line, page]); // two are sealed at a time, and either may come first
    },
  });
  const { manifest, page, address, key } = sealed;
  const bytes = chosen.reduce((sum, { content }) => sum + content.size, 0);
  const line = entryLine(
    {
      ...{ address, key, length: page.length, mediaType: BUNDLE_TYPE, name, title: name },
      ...{
        origin: 'published',
        relays: [relay],
        addedAt: Date.now(),
        lifetime: { until: 'stopped' },
      },
      ...{ servedBytes: 0, servedTimes: 0, usedAt: 0 },
      bundle: {
        ...{ id: '', entries: manifest.entries.length, bytes, parts: manifest.parts.length },
        ...{ heldParts: 0, heldBytes: 0 },
      },
    },
    true,
  );
  const buffer = Buffer.concat([
    Buffer.from(BUNDLE_ARCHIVE_HEAD + line),
    page,
    ...parts.filter(Boolean),
  ]);
  const keyText = Buffer.from(key).toString('base64url');
  const link = `${relay}/${address}#k=${keyText}&t=${encodeURIComponent(BUNDLE_TYPE)}&n=${encodeURIComponent(name)}`;
  return {
    upload: { name: 'pages.mayfly', mimeType: 'application/octet-stream', buffer },
    address,
    link,
  };
}

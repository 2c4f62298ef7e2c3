/** The files that somebody named: each file, and each file below each folder. */
import { openAsBlob } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import type { BundleFile } from '../client/index.ts';
import { shownName } from '../words/index.ts';
import { typeOfEnding } from '../words/media/endings.ts';
import { Failure } from './failure.ts';

const UNKNOWN_TYPE = 'application/octet-stream';

export interface ChosenFiles {
  readonly files: readonly BundleFile[];
  /** The name of the only file or folder that was named. */
  readonly name: string | undefined;
  /** The number of links and devices in the folders: nobody means to share what they lead to. */
  readonly skipped: number;
}

/** Rejects with a `Failure` that names the path which cannot be read. */
export async function chosenFiles(paths: readonly string[]): Promise<ChosenFiles> {
  const files: BundleFile[] = [];
  let skipped = 0;
  for (const path of paths) {
    const name = basename(resolve(path));
    const stats = await readable(path, () => stat(path));
    if (stats.isDirectory()) skipped += await addFolder(files, path, name);
    else if (stats.isFile()) files.push(await fileAt(path, name));
    else throw new Failure('failed', `${shownName(path)} is neither a file nor a folder.`);
  }
  if (files.length === 0) throw new Failure('failed', 'There is no file to share.');
  const [only] = paths;
  const name = only !== undefined && paths.length === 1 ? basename(resolve(only)) : undefined;
  return { files, name, skipped };
}

async function addFolder(files: BundleFile[], folder: string, path: string): Promise<number> {
  const entries = await readable(folder, () => readdir(folder, { withFileTypes: true }));
  let skipped = 0;
  for (const entry of entries) {
    const place = join(folder, entry.name);
    const below = `${path}/${entry.name}`;
    if (entry.isDirectory()) skipped += await addFolder(files, place, below);
    else if (entry.isFile()) files.push(await fileAt(place, below));
    else skipped += 1;
  }
  return skipped;
}

async function fileAt(place: string, path: string): Promise<BundleFile> {
  const type = typeOfName(place);
  return { path, type, content: await readable(place, () => openAsBlob(place, { type })) };
}

/** The type that files with this ending usually have. */
function typeOfName(name: string): string {
  return typeOfEnding(extname(name).slice(1).toLowerCase()) ?? UNKNOWN_TYPE;
}

async function readable<Result>(path: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    throw new Failure('failed', `${shownName(path)} cannot be read.`, error);
  }
}

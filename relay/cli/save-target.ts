/** The place that a page or a bundle gets on the disk. No name in a link or a manifest leads out of it or hides there. */
import { linkSync, lstatSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { problemOfPath } from '../client/index.ts';
import { type Link, mediaTypeOf } from '../protocol/index.ts';
import { shownName } from '../words/index.ts';
import { saveName } from '../words/page-name.ts';
import { Failure, isSystemError } from './failure.ts';

export interface TargetOptions {
  /** The path of `-o`. */
  readonly output?: string | undefined;
  readonly force?: true | undefined;
}

export class SaveTarget {
  /** An absolute path. */
  readonly path: string;
  readonly #isForced: boolean;

  /** `name` is used where the user gave none. Throws a `Failure` where something stands there already. */
  constructor(name: string, { output, force }: TargetOptions) {
    const isFolder = output === undefined || /[/\\]$/.test(output) || isDirectory(output);
    this.path = resolve(isFolder ? join(output ?? '.', name) : output);
    this.#isForced = force === true;
    this.#check();
    if (!isDirectory(dirname(this.path))) {
      throw new Failure('failed', `There is no folder ${shownName(dirname(this.path))}.`);
    }
  }

  /** The name of an unfinished file or folder beside the target. */
  unfinished(ending: string): string {
    return join(dirname(this.path), `.mayfly-${ending}`);
  }

  /** Moves a finished file to its place, in one step. */
  placeFile(from: string): void {
    this.#check();
    // Only a file or a link is replaced: no folder, and no device.
    const there = lstatSync(this.path, { throwIfNoEntry: false });
    if (there && !there.isFile() && !there.isSymbolicLink()) throw inTheWay(this.path);
    if (this.#isForced) return renameSync(from, this.path);
    try {
      linkSync(from, this.path); // fails if something has come there since
    } catch (error) {
      if (isSystemError(error, 'EEXIST')) throw this.#taken();
      return renameSync(from, this.path); // a file system without hard links
    }
    rmSync(from);
  }

  /** Moves a finished folder to its place: in one step, or file by file into a folder that is there. */
  placeFolder(from: string): void {
    this.#check();
    if (isThere(this.path)) merge(from, this.path);
    else renameSync(from, this.path);
  }

  #check(): void {
    if (isThere(this.path) && !this.#isForced) throw this.#taken();
  }

  #taken(): Failure {
    const name = shownName(basename(this.path));
    return new Failure(
      'failed',
      `${name} is there already. -o names another place, --force replaces it.`,
    );
  }
}

/** A name for the page of a link: the one in the link if a file may have it. */
export function nameOfLink(link: Link): string {
  const { name, address } = link;
  const page = { address, mediaType: mediaTypeOf(link) };
  const named = saveName({ ...page, ...(name !== undefined && { name }) });
  return problemOfPath(named) === undefined ? named : saveName(page);
}

/** Overwrites files, but never a folder by a file, and never through a link that leads elsewhere. */
function merge(from: string, to: string): void {
  if (!lstatSync(to).isDirectory()) throw inTheWay(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (!entry.isDirectory()) {
      if (isThere(target) && !lstatSync(target).isFile()) throw inTheWay(target);
      renameSync(source, target);
    } else {
      if (!isThere(target)) mkdirSync(target);
      merge(source, target);
    }
  }
}

function inTheWay(path: string): Failure {
  return new Failure('failed', `${shownName(path)} is in the way.`);
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** All that lies in the memory of a process and on a disk, to look for what must not be there. Linux alone shows it. */
import { closeSync, globSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';

const STEP_BYTES = 4 * 1024 * 1024;

/** Which of these byte strings, by name, lie in the readable memory of a process. */
export function foundInMemory(pid: number, wanted: Readonly<Record<string, Buffer>>): Set<string> {
  const found = new Set<string>();
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  try {
    for (const [from, to] of readableRanges(pid)) {
      for (const chunk of chunksOf(memory, from, to, longestOf(wanted))) look(chunk, wanted, found);
    }
  } finally {
    closeSync(memory);
  }
  return found;
}

/** The same for all files below a folder. */
export function foundOnDisk(folder: string, wanted: Readonly<Record<string, Buffer>>): Set<string> {
  const found = new Set<string>();
  for (const entry of globSync('**', { cwd: folder, withFileTypes: true })) {
    if (entry.isFile()) look(readFileSync(join(entry.parentPath, entry.name)), wanted, found);
  }
  return found;
}

function look(bytes: Buffer, wanted: Readonly<Record<string, Buffer>>, found: Set<string>): void {
  for (const [name, needle] of Object.entries(wanted)) if (bytes.includes(needle)) found.add(name);
}

/** Not those that are files as they lie on the disk, such as the program itself. */
function readableRanges(pid: number): readonly (readonly [number, number])[] {
  return readFileSync(`/proc/${pid}/maps`, 'utf8')
    .split('\n')
    .filter((line) => /^\S+ r/.test(line) && !/^\S+ r-.*\//.test(line) && !line.includes('[v'))
    .map((line) => {
      const [, from = '', to = ''] = /^(\w+)-(\w+)/.exec(line) ?? [];
      return [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const;
    });
}

/** Each chunk repeats the end of the one before, so that nothing is cut in two. */
function* chunksOf(memory: number, from: number, to: number, overlap: number): Generator<Buffer> {
  const chunk = Buffer.alloc(STEP_BYTES);
  for (let at = from; at < to; at += STEP_BYTES - overlap) {
    try {
      const length = Math.min(STEP_BYTES, to - at);
      yield chunk.subarray(0, readSync(memory, chunk, 0, length, at));
    } catch {
      return; // the process gave the range back, or the system does not show it
    }
  }
}

function longestOf(wanted: Readonly<Record<string, Buffer>>): number {
  return Math.max(...Object.values(wanted).map(({ length }) => length));
}

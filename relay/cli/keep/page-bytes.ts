/** The bytes of a kept page, read as a file: which page they are, and which failures mean that they are lost. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { type Address, addressFromBytes } from '../../protocol/index.ts';

const READ_BYTES = 256 * 1024;

/** The address of the bytes in a file, read in pieces. Rejects with the error of the disk. */
export async function addressOfFile(path: string): Promise<Address> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: READ_BYTES })) {
    hash.update(chunk as Uint8Array);
  }
  return addressFromBytes(hash.digest());
}

/** At most `length` bytes of a file, from byte `from` on. */
export async function readSlice(
  path: string,
  from: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const file = await open(path, 'r');
  try {
    const bytes = new Uint8Array(length);
    const { bytesRead } = await file.read(bytes, 0, length, from);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** The file is gone, or the disk has lost its bytes. Any other failure, such as too many open files, may pass. */
export function isLoss(error: unknown): boolean {
  return error instanceof Error && 'code' in error && LOSSES.has(error.code);
}

const LOSSES: ReadonlySet<unknown> = new Set(['ENOENT', 'EIO']);

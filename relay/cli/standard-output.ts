/** Writes to a pipe or a file, at the pace of its reader. Rejects with the error of the system. */
export async function writeOut(bytes: Uint8Array): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  process.stdout.once('error', reject);
  process.stdout.write(bytes, (error) => (error ? reject(error) : resolve()));
  try {
    await promise;
  } finally {
    process.stdout.off('error', reject);
  }
}

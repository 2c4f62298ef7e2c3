/** The part of `postject` that we use; it comes without types. */
declare module 'postject' {
  export function inject(
    executable: string,
    resource: string,
    bytes: Uint8Array,
    options: { readonly sentinelFuse: string },
  ): Promise<void>;
}

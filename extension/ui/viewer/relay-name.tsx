/** A relay's origin in the middle of a sentence, whichever way that is written. */
export function RelayName({ relay }: { readonly relay: string }) {
  return (
    <strong>
      <bdi>{relay}</bdi>
    </strong>
  );
}

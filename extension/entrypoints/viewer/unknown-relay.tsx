import { Brand } from '@mayfly/relay/view';

export interface UnknownRelayProps {
  readonly relay: string;
  readonly onTrust: () => void;
}

/** Asked before the first connection to a relay, since any web page could lead here. */
export function UnknownRelay({ relay, onTrust }: UnknownRelayProps) {
  return (
    <main class="card">
      <Brand />
      <h1 class="card-title">This page is on a relay you have not used</h1>
      <p>
        To look for it, your browser connects to <strong>{relay}</strong>. The relay then sees your
        internet address, as any site does.
      </p>
      <button class="button button-primary" type="button" onClick={onTrust}>
        Connect and open
      </button>
    </main>
  );
}

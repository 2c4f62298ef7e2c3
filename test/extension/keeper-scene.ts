/** Alice's browser and her keeper, whose desk is at a relay that the test is. */
import { formatPairingCode, makePairing } from '@mayfly/relay/client';
import { DeskScene } from '../client/keeper/keeper-scene.ts';
import type { FakeClient } from './fake-client.ts';
import { ELSEWHERE, scene, type SceneOptions } from './scene.ts';

export class KeeperScene extends DeskScene {
  /** It is not at its relay now. */
  isAway = false;

  static async begin(): Promise<KeeperScene> {
    return new KeeperScene(await makePairing('Attic'));
  }

  get code(): string {
    const { address, key } = this.pairing;
    return formatPairingCode({ relay: ELSEWHERE, address, key });
  }

  /** Alice's worker. It is connected to the keeper's relay as soon as it wants to be. */
  startWorker(options: SceneOptions = {}) {
    return scene({ ...options, onConnect: (client) => this.#attend(client) });
  }

  #attend(client: FakeClient): void {
    client.onNote = ({ address, body }) => {
      if (address === this.pairing.address) void this.#answer(client, body);
    };
    client.open();
  }

  async #answer(client: FakeClient, body: Uint8Array): Promise<void> {
    const { address } = this.pairing;
    if (this.isAway) {
      return client.emit({ type: 'refused', code: 'nobody', message: 'nobody', address });
    }
    const answer = await this.desk.receive(body, client.relay);
    if (answer) client.emit({ type: 'note', address, from: 'keeper', body: answer });
  }
}

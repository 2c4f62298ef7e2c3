import { KeeperDesk, type KeptState, type PairedDevice } from '../../../relay/client/index.ts';
import { must } from '../../broker/model.ts';
import { HERE, MemoryDevices, MemoryLedger } from './keeper-scene.ts';
import { SimulatedProgram, type Surroundings } from './simulated-program.ts';
import { PARTS, partsOf } from './simulated-device.ts';

/** A keeper whose disk outlives it. */
export class SimulatedKeeper extends SimulatedProgram {
  readonly ledger = new MemoryLedger();
  readonly #devices = new MemoryDevices();

  constructor(around: Surroundings) {
    super(around, 'keeper');
  }

  protected onStart(): void {
    const { relay, pairing, wake } = this.around;
    const { life, name } = this;
    const desk = this.#desk();
    const answer = async (from: string, body: Uint8Array) => {
      const answered = await desk.receive(body, HERE);
      if (!answered || life.isOver) return;
      relay.send({ address: pairing.address, from: name, body: answered }, from);
    };
    const onNote = ({ from, body }: { from: string; body: Uint8Array }) => {
      void answer(from, body);
      wake();
    };
    relay.join({ name, onNote, onRefused: () => {} }, true);
  }

  #desk(): KeeperDesk {
    const { ledger, around } = this;
    const devices = this.#devices;
    const write = <T>(step: string, apply: () => T) => this.write(step, apply);
    return new KeeperDesk({
      pairing: around.pairing,
      name: 'Attic',
      relays: [HERE],
      now: () => Math.floor(around.world.now),
      ledger: {
        keep: (order) =>
          write<KeptState>('order', () => {
            const isWhole = order.parts.join() === partsOf(order.address).join();
            must(isWhole, 'no order has a part of its list');
            return ledger.keepNow(order);
          }),
        release: (pages, by = '') => write('release', () => ledger.releaseNow(pages, by)),
        state: (address) => ledger.state(address),
        pages: PARTS.length,
        usedBytes: 0,
        maxBytes: 1_000_000,
      },
      devices: {
        get: (client) => devices.get(client),
        put: (device) => write('device', () => this.#put(device)),
        size: 0,
      },
    });
  }

  #put(device: PairedDevice): void {
    const before = this.#devices.get(device.client)?.count ?? 0;
    must(device.count > before, 'the counts of a device rise');
    this.#devices.devices.set(device.client, device);
    this.around.count('requests that took effect');
  }
}

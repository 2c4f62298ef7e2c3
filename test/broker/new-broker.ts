import { Broker, type BrokerDeps } from '../../relay/broker/broker.ts';
import { DEFAULT_LIMITS } from '../../relay/protocol/index.ts';

/** A broker within the default limits that always picks the first, and names senders `name 1`, `name 2`, … */
export function newBroker(deps: Partial<BrokerDeps>): Broker {
  let named = 0;
  const newName = (): string => `name ${++named}`;
  return new Broker({ limits: DEFAULT_LIMITS, random: () => 0, newName, ...deps });
}

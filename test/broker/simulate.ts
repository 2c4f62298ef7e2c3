/**
 * `npm run simulate [-- --seed N --events M --members N --pages N --trace FROM]`: virtual clients around the real broker until it
 * breaks a promise or the events are through. The same seed is the same run; `--trace` prints what the broker was told
 * and answered from that event on.
 * `npm run simulate -- once [--seed N --runs N]`: once links instead; see `test/client/once/simulate.ts`.
 */
import { parseArgs } from 'node:util';
import { simulateOnce } from '../client/once/simulate.ts';
import { Simulation } from './simulation.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    events: { type: 'string', default: '1000000' },
    members: { type: 'string', default: '2000' },
    pages: { type: 'string', default: '400' },
    trace: { type: 'string' },
    runs: { type: 'string', default: '100000' },
  },
});

const seed = whole('seed');
if (positionals.includes('once')) await simulateOnce(seed, whole('runs'));
else simulateBroker();

function simulateBroker(): void {
  const simulation = new Simulation({ seed, members: whole('members'), pages: whole('pages') });
  if (values.trace !== undefined) trace(simulation, whole('trace'));
  const began = performance.now();
  let broken: unknown;
  try {
    simulation.run(whole('events'));
  } catch (error) {
    broken = error;
  }
  report(simulation, (performance.now() - began) / 1_000, broken);
}

function whole(name: keyof typeof values): number {
  const value = Number(values[name]);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new Error(`expected --${name} as a whole number, got ${values[name]}`);
}

function trace(simulation: Simulation, from: number): void {
  simulation.onStep = (input, effects) => {
    if (simulation.summary.events >= from) console.log(simulation.now, input, effects);
  };
}

function report(simulation: Simulation, seconds: number, broken: unknown): void {
  const { events, ...rest } = simulation.summary;
  const virtual = (simulation.now / 1_000).toFixed(0);
  console.log(`seed ${seed}: ${events.toLocaleString('en')} events in ${seconds.toFixed(1)} s`);
  console.log(
    `${Math.round(events / seconds).toLocaleString('en')} events/s; ${virtual} virtual s`,
  );
  for (const [name, value] of Object.entries(rest)) {
    console.log(`${name.padStart(18)}  ${Math.round(value).toLocaleString('en')}`);
  }
  if (broken === undefined) return console.log('every promise was kept');
  console.error(`\nseed ${seed} broke at event ${events}:`, broken);
  process.exitCode = 1;
}

import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Before anything else is loaded: what Node compiles, it finds again at the next start. Where it may not write, nothing
// is kept. `npm run bench -- cold` shows it at 64 in flight, and the memory that the compiler of types would take.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/relay', import.meta.url)));
await import('./server/program.ts');

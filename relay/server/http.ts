import { existsSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import fastifyHelmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { type Address, isAddress } from '../protocol/address.ts';
import { SOCKET_PATH } from '../protocol/close-codes.ts';
import type { Metrics } from './metrics.ts';

const PAGE = 'index.html';

/** Nothing but the web page's own files; styles inline because a shown page may bring its own (see PROTOCOL.md). */
const CONTENT_SECURITY_POLICY = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  mediaSrc: ['blob:'],
  workerSrc: ["'self'"],
  connectSrc: ["'self'"],
  // A page shown in a frame could otherwise be navigated by a click on a link in it.
  frameSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
  // Markup and scripts come in by one door, relay/view/trusted.ts; the second name is DOMPurify's.
  requireTrustedTypesFor: ["'script'"],
  trustedTypes: ['mayfly', 'dompurify'],
};

/** How long a client may take to say what it wants, and how often that is looked at. */
const REQUEST_MS = 10_000;
const CHECK_MS = 2_000;

export interface HttpDeps {
  /** The folder that `npm run build:web` made. */
  readonly webRoot: string;
  readonly log: FastifyBaseLogger;
  /** False while draining. */
  readonly isReady: () => boolean;
  /** Whether other relays can be reached; left out where there are none. */
  readonly isJoined?: (() => boolean) | undefined;
  readonly metrics: Pick<Metrics, 'contentType' | 'text'>;
  /** Whether the operator refuses to broker the address. */
  readonly isBlocked: (address: Address) => boolean;
}

/** The web page's files, `/healthz` and `/readyz`. Throws where the web page is not built. */
export async function createHttp(deps: HttpDeps): Promise<FastifyInstance> {
  const { webRoot, log, isReady, isJoined, isBlocked, metrics } = deps;
  if (!existsSync(join(webRoot, PAGE))) {
    throw new Error(`the web page is not built: expected ${PAGE} in ${webRoot}; run npm run build`);
  }
  const http = Fastify({
    loggerInstance: log,
    routerOptions: { ignoreTrailingSlash: true },
    requestTimeout: REQUEST_MS,
    http: {
      headersTimeout: REQUEST_MS,
      connectionsCheckingInterval: CHECK_MS,
      shouldUpgradeCallback: asksForWebSocket,
    },
  });
  await http.register(fastifyHelmet, {
    contentSecurityPolicy: { useDefaults: false, directives: CONTENT_SECURITY_POLICY },
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginEmbedderPolicy: false,
    // Other hosts of the operator's domain are not this relay's to speak for.
    strictTransportSecurity: { includeSubDomains: false },
  });
  http.addHook('onSend', (_request, reply, _payload, done) => {
    void reply.header('Permissions-Policy', 'camera=(), geolocation=(), microphone=()');
    done();
  });
  await http.register(fastifyStatic, { root: webRoot, index: false, cacheControl: false });
  http.get('/', (_request, reply) => reply.header('Cache-Control', 'no-cache').sendFile(PAGE));
  http.get<{ Params: { address: string } }>('/:address', (request, reply) =>
    reply
      .header('Cache-Control', 'no-cache')
      .code(statusOf(request.params.address, isBlocked))
      .sendFile(PAGE),
  );
  http.get('/healthz', () => ({ status: 'ok' }));
  http.get('/metrics', async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.text()),
  );
  http.get('/readyz', (_request, reply) =>
    isReady()
      ? { status: 'ready', ...(isJoined && { cluster: clusterStatus(isJoined()) }) }
      : reply.code(503).send({ status: 'draining' }),
  );
  http.get(SOCKET_PATH, (_request, reply) =>
    reply.code(426).header('Upgrade', 'websocket').send({ error: 'this is a WebSocket' }),
  );
  http.setNotFoundHandler((_request, reply) => reply.code(404).sendFile(PAGE));
  return http;
}

/** Any other upgrade (to HTTP/2 in clear, as some clients offer with every request) is ignored: RFC 9110 section 7.8. */
function asksForWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket';
}

/** A relay that is cut off still serves its own peers, so it stays ready. */
function clusterStatus(isJoined: boolean): string {
  return isJoined ? 'up' : 'down';
}

function statusOf(address: string, isBlocked: HttpDeps['isBlocked']): number {
  if (!isAddress(address)) return 404;
  return isBlocked(address) ? 451 : 200; // [K3]
}

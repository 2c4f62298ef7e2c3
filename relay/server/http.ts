import fastifyHelmet from '@fastify/helmet';
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { SOCKET_PATH } from '../protocol/close-codes.ts';
import { STALLED_MS } from '../protocol/limits.ts';
import { asksForWebSocket, hasOneHost } from './handshake.ts';
import { boundUnanswered } from './unanswered.ts';
import { serveWebPage, type WebPageDeps } from './web-page.ts';

/** Nothing but the web page's own files; styles inline because a shown page may bring its own (see PROTOCOL.md). */
const CONTENT_SECURITY_POLICY = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  mediaSrc: ['data:', 'blob:'],
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

/** The time in which a client must send its request, and the time between two checks of that. */
const REQUEST_MS = 10_000;
const CHECK_MS = 2_000;

export interface HttpDeps extends WebPageDeps {
  readonly log: FastifyBaseLogger;
  /** False while draining. */
  readonly isReady: () => boolean;
  /** Says whether other relays can be reached; absent if there are none. */
  readonly isJoined?: (() => boolean) | undefined;
  /** A client that takes nothing of an answer for this long is hung up on. */
  readonly stalledMs?: number;
}

/** The web page's files, `/healthz` and `/readyz`. Throws where the web page is not built. */
export async function createHttp(deps: HttpDeps): Promise<FastifyInstance> {
  const { log, isReady, isJoined, stalledMs = STALLED_MS } = deps;
  const http = Fastify({
    loggerInstance: log,
    routerOptions: { ignoreTrailingSlash: true },
    rewriteUrl: ({ url = '/' }) => decodable(url),
    requestTimeout: REQUEST_MS,
    connectionTimeout: stalledMs,
    bodyLimit: 1, // nothing here takes one
    http: {
      headersTimeout: REQUEST_MS,
      connectionsCheckingInterval: CHECK_MS,
      shouldUpgradeCallback: asksForWebSocket,
    },
  });
  boundUnanswered(http);
  http.addHook('onRequest', (request, reply, done) => {
    if (hasOneHost(request.raw)) return done();
    void reply.code(400).send({ error: 'expected one Host header' });
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
  await serveWebPage(http, deps);
  http.get('/healthz', () => ({ status: 'ok' }));
  http.get('/readyz', (_request, reply) =>
    isReady()
      ? { status: 'ready', ...(isJoined && { cluster: clusterStatus(isJoined()) }) }
      : reply.code(503).send({ status: 'draining' }),
  );
  http.get(SOCKET_PATH, (_request, reply) =>
    reply.code(426).header('Upgrade', 'websocket').send({ error: 'this is a WebSocket' }),
  );
  return http;
}

/** A path whose percent signs encode nothing is taken as it stands: Fastify's own answer would show it, key and all. */
function decodable(url: string): string {
  try {
    decodeURI(url);
    return url;
  } catch {
    return url.replaceAll('%', '%25');
  }
}

/** A relay that is cut off still serves its own peers, so it stays ready. */
function clusterStatus(isJoined: boolean): string {
  return isJoined ? 'up' : 'down';
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Address, isAddress } from '../protocol/address.ts';
import { type WebFile, WebFiles } from './web-files.ts';

const PAGE = 'index.html';
/** The folder of the files that the page loads. The build gives each a name that stands for its bytes. */
const ASSETS = 'assets';
const FOR_EVER = 'public, max-age=31536000, immutable';

export interface WebPageDeps {
  /** The folder that `npm run build:web` made. */
  readonly webRoot: string;
  /** True if the operator refuses to broker the address. */
  readonly isBlocked: (address: Address) => boolean;
}

/** Serves the web page at every path, and the files that it loads. Throws if the page is not built. */
export async function serveWebPage(http: FastifyInstance, deps: WebPageDeps): Promise<void> {
  const { webRoot, isBlocked } = deps;
  const files = new WebFiles(webRoot);
  const first = await files.find(PAGE);
  if (!first) {
    throw new Error(`the web page is not built: expected ${PAGE} in ${webRoot}; run npm run build`);
  }
  const sendPage = async ({ headers }: Asking, reply: FastifyReply, status: number) =>
    send(
      (await files.find(PAGE, encodingsOf(headers))) ?? first,
      headers,
      reply.code(status),
      'no-cache',
    );
  // Any path: a link may arrive in many forms, and the page mends it in the browser.
  http.get('/*', (request, reply) => sendPage(request, reply, statusOf(request.url, isBlocked)));
  http.get<{ Params: { name: string } }>(`/${ASSETS}/:name`, async (request, reply) => {
    const path = `${ASSETS}/${request.params.name}`;
    const file = await files.find(path, encodingsOf(request.headers));
    if (file && !hasPolicy(path)) for (const name of OF_DOCUMENTS) void reply.removeHeader(name);
    return file ? send(file, request.headers, reply, FOR_EVER) : sendPage(request, reply, 404);
  });
  http.setNotFoundHandler((request, reply) => sendPage(request, reply, 404));
}

type Asking = Pick<FastifyRequest, 'headers'>;

function send(
  { bytes, type, tag, encoding }: WebFile,
  headers: Asking['headers'],
  reply: FastifyReply,
  cacheControl: string,
): FastifyReply {
  reply.headers({ 'Cache-Control': cacheControl, ETag: tag, Vary: 'Accept-Encoding' });
  if (encoding) void reply.header('Content-Encoding', encoding);
  const isKnown = reply.statusCode === 200 && headers['if-none-match']?.includes(tag);
  return isKnown ? reply.code(304).send() : reply.type(type).send(bytes);
}

/** Headers that bind documents and workers. On styles and scripts they would only take room. */
const OF_DOCUMENTS = [
  'Content-Security-Policy',
  'Cross-Origin-Opener-Policy',
  'Origin-Agent-Cluster',
  'Referrer-Policy',
  'X-DNS-Prefetch-Control',
  'X-Download-Options',
  'X-Frame-Options',
  'X-Permitted-Cross-Domain-Policies',
  'X-XSS-Protection',
];

/** Documents and workers obey the policy in their own headers; styles and scripts obey that of their document. */
function hasPolicy(path: string): boolean {
  return !/(?:\.css|\.js)$/.test(path) || path.includes('worker');
}

/** The encodings that a client accepts; a header that came twice is one list. */
function encodingsOf(headers: Asking['headers']): string {
  return headers['accept-encoding']?.toString() ?? '';
}

const FRONT = /^\/(?:\?|$)/;
const ADDRESS = /^\/+([0-9a-f]{64})(?![0-9a-f])/i;

function statusOf(url: string, isBlocked: WebPageDeps['isBlocked']): number {
  if (FRONT.test(url)) return 200;
  const address = ADDRESS.exec(url)?.[1]?.toLowerCase();
  if (!isAddress(address)) return 404;
  return isBlocked(address) ? 451 : 200; // [K3]
}

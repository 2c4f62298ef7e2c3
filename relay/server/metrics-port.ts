/** The port of its own where figures are read: they are for the operator, and the relay's port is open to everybody. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import type { Metrics } from './metrics.ts';

const PATH = '/metrics';
/** Few programs read metrics. */
const MAX_SOCKETS = 16;
const REQUEST_MS = 5_000;

export interface HostPort {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
}

export interface MetricsPort {
  /** The URL of the metrics. */
  readonly url: string;
  close(): void;
}

type Source = Pick<Metrics, 'contentType' | 'text'>;

/** Answers `GET /metrics` there. Rejects where the port is taken. */
export async function openMetricsPort(
  at: HostPort,
  metrics: Source,
  log: Logger,
): Promise<MetricsPort> {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.url !== PATH || request.method !== 'GET') return void response.writeHead(404).end();
    try {
      const text = await metrics.text();
      response.writeHead(200, { 'Content-Type': metrics.contentType }).end(text);
    } catch (error) {
      log.warn({ error: String(error) }, 'cannot say metrics');
      response.writeHead(500).end();
    }
  };
  const options = { requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS };
  const server = createServer(options, (request, response) => void answer(request, response));
  server.maxConnections = MAX_SOCKETS;
  await once(server.listen(at.port, at.host), 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port
  return {
    url: `http://${at.host.includes(':') ? `[${at.host}]` : at.host}:${port}${PATH}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

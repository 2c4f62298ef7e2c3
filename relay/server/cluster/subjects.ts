import type { Address } from '../../protocol/address.ts';

/** One relay for as long as it runs; another after a restart. */
export type NodeId = string & { readonly __brand: 'node' };

/** The version of subjects and payloads: relays of different ones do not hear each other. */
const ROOT = 'mayfly.1';

/** Every relay says here that it is there. */
export const BEAT = `${ROOT}.beat`;
/** Every relay hears here which counts another would like to know. */
export const ASK = `${ROOT}.ask`;

/** Every relay hears here which clients came to another. */
export const MOVED = `${ROOT}.moved`;

const NODE = /^[0-9a-f]{16}$/;

export function isNodeId(value: unknown): value is NodeId {
  return typeof value === 'string' && NODE.test(value);
}

/** One of the relays that hold the page hears messages to this subject. */
export function wantSubject(address: Address): string {
  return `${ROOT}.want.${address}`;
}

/** Relays with holders of the page publish their count here. Relays with readers or watchers of it listen. */
export function haveSubject(address: Address): string {
  return `${ROOT}.have.${address}`;
}

/** For one relay alone: `want`, `counts`, or a message about the pass of that name. */
export function nodeSubject(node: NodeId, about: string): string {
  return `${ROOT}.node.${node}.${about}`;
}

/** The content of a pass that a relay takes. */
export function contentSubject(node: NodeId, pass: string): string {
  return `${ROOT}.content.${node}.${pass}`;
}

export function lastToken(subject: string): string {
  return subject.slice(subject.lastIndexOf('.') + 1);
}

const PASS = /^mayfly\.1\.node\.([0-9a-f]{16})\.(g[0-9a-z]{1,12})$/;

/** The relay that gives a pass, from the subject at which it listens about it. */
export function giverOf(subject: string): NodeId | undefined {
  const node = PASS.exec(subject)?.[1];
  return isNodeId(node) ? node : undefined;
}

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/**
 * Both sides prove that they know the secret beside the project's lock, without sending it:
 *
 *     guest → owner  hello {nonce, startsQueued}
 *     owner → guest  challenge {nonce, proof over both nonces as "owner"}
 *     guest → owner  answer {proof over both nonces as "guest"}
 *     owner → guest  ready
 */
const hex64 = z.string().regex(/^[0-9a-f]{64}$/);
export const helloSchema = z.object({ nadir: z.literal(1), nonce: hex64, startsQueued: z.boolean() });
export const challengeSchema = z.object({ nonce: hex64, proof: hex64 });
export const answerSchema = z.object({ proof: hex64 });

export const newNonce = (): string => randomBytes(32).toString('hex');

export function proofOf(secret: string, side: 'owner' | 'guest', nonces: { guest: string; owner: string }): string {
  return createHmac('sha256', Buffer.from(secret, 'hex'))
    .update(`${side} ${nonces.guest} ${nonces.owner}`)
    .digest('hex');
}

export function isProof(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given, 'hex'), Buffer.from(expected, 'hex')];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** A peer that has not proved itself by then is not Nadir. */
export const handshakeMs = 3_000;
/** Bytes a peer may send before it has proved itself. */
export const handshakeBytes = 1_024;

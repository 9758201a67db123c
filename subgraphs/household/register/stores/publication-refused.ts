/**
 * A publication that the store refused, because this process no longer knows what it publishes onto. Nothing of it was
 * applied.
 */
export class PublicationRefusedError extends Error {
  override readonly name = 'PublicationRefusedError';
  constructor(readonly code: PublicationRefusal) {
    super(`[REGISTER] ${explanations[code]}`);
  }
}

/**
 * `LEAD_LOST`: another process may write by now, or none does. `STORE_CHANGED`: what is stored is not what this process left:
 * another one wrote meanwhile, or a failover lost the latest publications. Read `stored()` or load anew.
 */
export type PublicationRefusal = 'LEAD_LOST' | 'STORE_CHANGED';

const explanations: Readonly<Record<PublicationRefusal, string>> = {
  LEAD_LOST: 'expected to lead while writing, and leads no more',
  STORE_CHANGED: 'expected the store as this process left it, and found it changed: it has to be loaded anew',
};

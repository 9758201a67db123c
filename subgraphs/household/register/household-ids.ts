/** The opaque ids of households: made of who they are, under a secret, and never again of who were shown together by mistake (L8). */
import { hash } from 'node:crypto';
import type { Rotation } from './rotation.js';

export interface HouseholdIds {
  /** The id of what this text names; noted as the same as the one under the other key, while a key is changed. */
  make(text: string): string;
  /** These are never given again. */
  retire(ids: readonly string[]): void;
  /** A keyed digest, for lines that must lead back only for who has the text. */
  digest(text: string): string;
}

export function createHouseholdIds({
  idSecret,
  rotation,
}: {
  readonly idSecret: string;
  readonly rotation: Rotation;
}): HouseholdIds {
  const retired = new Set<string>();

  // A keyed hash in one call: cut to 132 of its 256 bits, so that nobody can go on from one to that of a longer text.
  function digestUnder(secret: string, text: string): string {
    return hash('sha256', `${secret}\n${text}`, 'base64url').slice(0, 22);
  }

  function idOf(text: string, secret: string): string {
    for (let generation = 0; ; generation += 1) {
      const place = generation === 0 ? `household\n${text}` : `household\n${text}\n${generation}`;
      const id = `hh_${digestUnder(secret, place)}`;
      if (!retired.has(id)) return id;
    }
  }

  return {
    make(text) {
      const { linked, other } = rotation.secrets();
      const id = idOf(text, linked);
      if (other !== null) rotation.noteIds(id, idOf(rotation.otherText(text), other));
      return id;
    },
    retire(ids) {
      for (const id of ids) retired.add(id);
    },
    digest: (text) => digestUnder(idSecret, text),
  };
}

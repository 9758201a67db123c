/** What the links in a request lead to, and the refusals of links that lead nowhere or elsewhere. */
import type { Bases } from './answers.js';
import type { CaseType } from './catalogue.js';
import { type ApiFault, invalid } from './faults.js';
import { caseTypesByUuid, type Store, type Zaak } from './store.js';
import { uuidIn } from './zaken-routes.js';

export interface CaseWithType {
  readonly zaak: Zaak;
  readonly type: CaseType;
}

/** The case that a link names. @throws ApiFault 400 */
export function zaakAt(link: string, field: string, store: Store, bases: Bases): Zaak {
  const zaak = store.zaak(uuidIn(link, `${bases.zaken}/zaken/`) ?? '');
  if (!zaak) throw badLink(field);
  return zaak;
}

/** The same with its kind. @throws ApiFault 400 */
export function caseAt(link: string, store: Store, bases: Bases): CaseWithType {
  const zaak = zaakAt(link, 'zaak', store, bases);
  const type = caseTypesByUuid.get(zaak.zaaktype);
  if (!type) throw badLink('zaak');
  return { zaak, type };
}

/** @throws ApiFault 400 where a type is of another kind of case. */
export function belongsTo(types: readonly { readonly uuid: string }[], uuid: string | null): void {
  if (types.some((type) => type.uuid === uuid)) return;
  throw invalid([
    { name: 'nonFieldErrors', code: 'zaaktype-mismatch', reason: 'Hoort niet bij het zaaktype van de zaak.' },
  ]);
}

export function badLink(field: string): ApiFault {
  return invalid([{ name: field, code: 'bad-url', reason: 'Er is niets op deze plaats.' }]);
}

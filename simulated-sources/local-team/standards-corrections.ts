/** What is put to the simulated Zaken API of shields, households and corrections, to hold the answers against the official file. */
import { deVries, grootEsselink } from '../families.js';
import { demonstrationClients } from './authorization.js';
import { caseTypeOf, uuidOf } from './catalogue.js';
import type { Question } from './standards-questions.js';

export function correctionQuestions(
  bases: Readonly<Record<'zaken' | 'catalogi', string>>,
): readonly Question[] {
  const zaak = `${bases.zaken}/zaken/${uuidOf('zaak LT1/2025-0217')}`;
  const unknown = uuidOf('nothing');
  const role = {
    zaak,
    betrokkeneType: 'natuurlijk_persoon',
    roltype: `${bases.catalogi}/roltypen/${caseTypeOf('LT-GEZIN').roles[0]?.uuid ?? ''}`,
    betrokkeneIdentificatie: { inpBsn: grootEsselink.johan.bsn, geslachtsnaam: 'Voorbeeld' },
  };
  const correct = {
    api: 'zaken',
    template: '/rollen/{uuid}',
    method: 'put',
    path: `/rollen/${uuidOf('rol LT1/2025-0217 1')}`,
    body: role,
  } as const;
  const move = {
    api: 'zaken',
    template: '/zaakobjecten/{uuid}',
    method: 'patch',
    path: `/zaakobjecten/${uuidOf('huishouden LT1/2025-0217')}`,
    body: { relatieomschrijving: 'verhuisd' },
  } as const;
  const shielded = uuidOf('zaak LT4/2019-0304');
  return [
    {
      subject: 'somebody from whom a case is kept',
      api: 'zaken',
      template: '/zaakobjecten',
      method: 'post',
      path: '/zaakobjecten',
      body: {
        zaak,
        objectType: 'natuurlijk_persoon',
        relatieomschrijving: 'afgeschermd voor',
        objectIdentificatie: { inpBsn: deVries.mark.bsn },
      },
      status: 201,
    },
    {
      subject: 'a case that is kept from somebody',
      api: 'zaken',
      template: '/zaken/{uuid}',
      path: `/zaken/${shielded}?expand=zaakobjecten,deelzaken,deelzaken.rollen`,
      status: 200,
    },
    {
      subject: 'a secret case',
      api: 'zaken',
      template: '/zaken/{uuid}',
      path: `/zaken/${uuidOf('zaak LT4/2026-0715')}?expand=rollen,zaakobjecten`,
      status: 200,
    },
    {
      subject: 'an unborn child and its mother',
      api: 'zaken',
      template: '/zaken/{uuid}',
      path: `/zaken/${uuidOf('zaak LT3/2026-0803-ZWANGERSCHAP-1')}?expand=rollen,eigenschappen`,
      status: 200,
    },
    { ...correct, subject: 'a role that is corrected', status: 200 },
    { ...correct, subject: 'a role that is not there', path: `/rollen/${unknown}`, status: 404 },
    {
      ...correct,
      subject: 'a role that is moved to another case',
      body: { ...role, zaak: `${bases.zaken}/zaken/${shielded}` },
      status: 400,
    },
    {
      ...correct,
      subject: 'a role that is corrected by who may only read',
      client: demonstrationClients.reader,
      status: 403,
    },
    { ...move, subject: 'a household that is corrected', status: 200 },
    { ...move, subject: 'a household that is not there', path: `/zaakobjecten/${unknown}`, status: 404 },
    {
      ...move,
      subject: 'a household that is made another thing',
      body: { objectType: 'natuurlijk_persoon', objectIdentificatie: {} },
      status: 400,
    },
    {
      ...move,
      subject: 'a household that is corrected by who may only read',
      client: demonstrationClients.reader,
      status: 403,
    },
  ];
}

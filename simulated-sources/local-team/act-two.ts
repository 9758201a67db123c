/**
 * Act two of the cast: what happens at the local teams after the clock. Each event is done to the running case system as its own
 * registrar would, over the Zaken API; done twice it changes nothing.
 */
import { addresses, deJager, grootEsselink, nagelhout } from '../families.js';
import { type ExpandedCase, linkOf, openCaseSystem, type Registrar, type RoleOfCase } from './registrar.js';

/** Where a running source is: `settings` and `url` of a RunningSource. */
export interface RunningAt {
  readonly settings: Readonly<Record<string, string>>;
  readonly url: string;
}

/** Events by the number that the cast gives them and a short name. */
export const localTeamActTwo: Readonly<Record<string, (at: RunningAt) => Promise<void>>> = {
  '4 Mila born': (at) => bearMila(openCaseSystem(at.settings)),
  '6 wrong number': (at) => numberTrix(openCaseSystem(at.settings), deJager.paolo.bsn),
  '6 number corrected': (at) => numberTrix(openCaseSystem(at.settings), grootEsselink.trix.bsn),
  '7 former household closed': (at) => closeFormerHousehold(openCaseSystem(at.settings)),
  '9 moved from the shelter': (at) => moveFromShelter(openCaseSystem(at.settings)),
};

/** The child keeps the municipality's own number by which it was expected, and the pregnancy stays in the case. */
async function bearMila(registrar: Registrar): Promise<void> {
  const { mila } = nagelhout;
  const file = await registrar.openCase('LT3/2026-0803');
  for (const role of file.roles.filter(({ person }) => person.anpIdentificatie === 'NP-3-0803-1')) {
    if (role.person.inpBsn === mila.bsn) continue;
    await registrar.correctRole(role, {
      inpBsn: mila.bsn,
      voornamen: mila.givenName,
      geslachtsnaam: mila.surname,
      geslachtsaanduiding: 'v',
      geboortedatum: mila.birthDate,
    });
  }
  const access = await registrar.openCase('LT3/2026-0803-TOEGANG');
  for (const role of access.roles.filter(({ person }) => person.anpIdentificatie === 'NP-3-0803-1')) {
    if (role.person.inpBsn !== mila.bsn) await registrar.correctRole(role, { inpBsn: mila.bsn });
  }
  await registrar.end(await registrar.openCase('LT3/2026-0803-ZWANGERSCHAP-1'), mila.birthDate);
}

/** Only the number changes: birth date and sex stay hers. */
async function numberTrix(registrar: Registrar, rawBsn: string): Promise<void> {
  const { trix } = grootEsselink;
  const file = await registrar.openCase('LT1/2025-0217');
  const hers = file.roles.filter(
    ({ person }) => person.voornamen === trix.givenName && person.geboortedatum === trix.birthDate,
  );
  // By which a decision is made names her by her number alone.
  const access = await registrar.openCase('LT1/2025-0217-TOEGANG');
  const numbers: readonly unknown[] = [trix.bsn, deJager.paolo.bsn];
  for (const role of [...hers, ...access.roles.filter(({ person }) => numbers.includes(person.inpBsn))]) {
    if (role.person.inpBsn !== rawBsn) await registrar.correctRole(role, { inpBsn: rawBsn });
  }
}

async function closeFormerHousehold(registrar: Registrar): Promise<void> {
  const on = '2026-11-09';
  const file = await registrar.openCase('LT8/2017-0208');
  // The parts first: a case does not end before what it consists of.
  for (const part of file.parts) await registrar.end(part, on);
  await registrar.end(file, on);
}

async function moveFromShelter(registrar: Registrar): Promise<void> {
  const reference = 'LT4/2026-0715';
  const home = {
    aoaIdentificatie: addresses.newHome.key,
    wplWoonplaatsNaam: 'Utrecht',
    gorOpenbareRuimteNaam: 'Voorbeeldsingel',
    aoaHuisnummer: 7,
  };
  const file = await registrar.openCase(reference);
  const movers = file.roles.filter(({ person }) => person.inpBsn !== undefined);
  for (const role of movers) {
    if (role.person.verblijfsadres?.aoaIdentificatie === home.aoaIdentificatie) continue;
    await registrar.correctRole(role, { verblijfsadres: home });
  }
  await registrar.end(await registrar.openCase(`${reference}-VERBLIJF-1`), '2026-11-15');
  await fileStay(registrar, file, movers, `${reference}-VERBLIJF-2`, home);
  for (const household of file.households) {
    await registrar.placeHousehold(household, addresses.newHome.key, {
      wplWoonplaatsNaam: home.wplWoonplaatsNaam,
      gorOpenbareRuimteNaam: home.gorOpenbareRuimteNaam,
      aoaHuisnummer: home.aoaHuisnummer,
    });
  }
}

/** A new stay in a dwelling, as secret as the case that it is a part of. What is filed already is left as it is. */
async function fileStay(
  registrar: Registrar,
  file: ExpandedCase,
  movers: readonly RoleOfCase[],
  identificatie: string,
  verblijfsadres: Readonly<Record<string, unknown>>,
): Promise<void> {
  const type = await registrar.caseType('LT-VERBLIJF');
  const filed = await registrar.findCase(identificatie);
  const stay =
    filed?.link ??
    (await registrar.register('/zaken', {
      identificatie,
      bronorganisatie: file.body['bronorganisatie'],
      verantwoordelijkeOrganisatie: file.body['verantwoordelijkeOrganisatie'],
      zaaktype: type.link,
      startdatum: '2026-11-16',
      hoofdzaak: file.link,
      vertrouwelijkheidaanduiding: file.body['vertrouwelijkheidaanduiding'],
    }));
  const present = new Set(filed?.roles.map(({ person }) => person.inpBsn));
  for (const { description, person, body } of movers) {
    if (present.has(person.inpBsn)) continue;
    await registrar.register('/rollen', {
      zaak: stay,
      betrokkeneType: 'natuurlijk_persoon',
      roltype: linkOf(type.roles, description),
      roltoelichting: body['roltoelichting'],
      betrokkeneIdentificatie: { ...person, verblijfsadres },
    });
  }
  if (filed?.hasProperties) return;
  await registrar.register(`/zaken/${stay.split('/').at(-1)}/zaakeigenschappen`, {
    zaak: stay,
    eigenschap: linkOf(type.properties, 'soort_adres'),
    waarde: 'woning',
  });
}

/**
 * Families 5 to 12 as they passed the Raad's connection. Families 3, 4, 8 and 10 are in no message: the Raad does not know
 * them, or knows them in a criminal case only, which does not pass here.
 */
import { addresses, deJager, deVries, jacobs, nagelhout, overvaart, units, voorbeeld } from '../families.js';
import { notification, notifyEach, type PassingMessage, request } from './passing-messages.js';
import type { MessageParty, StufOrganisation } from './stuf-messages.js';
import { type MessagePerson, toMessagePerson } from './stuf-persons.js';

const vallei: StufOrganisation = { oin: '00000099000000000105', name: units.VT2.name };
const maasdelta: StufOrganisation = { oin: '00000099000000000102', name: units.VT1.name };
const maastrichtTeam: StufOrganisation = { oin: '00000099000000000106', name: units.LT7.name };
const ede: StufOrganisation = { oin: '00000099000000000107', name: 'Gemeente Ede' };
const rotterdam: StufOrganisation = { oin: '00000099000000000101', name: 'Gemeente Rotterdam' };
const utrecht: StufOrganisation = { oin: '00000099000000000108', name: 'Gemeente Utrecht' };
const maastricht: StufOrganisation = { oin: '00000099000000000109', name: 'Gemeente Maastricht' };
const theHague: StufOrganisation = { oin: '00000099000000000110', name: 'Gemeente Den Haag' };

const custodyAndContact = 'Gezag en omgang';

/** In the messages on purpose: none of these may ever leave the Raad's boundary. */
const bystanders: readonly MessageParty[] = [
  { role: 'melder', person: { bsn: null, surname: 'Testverloskundige' } },
  { role: 'informant', person: { bsn: null, surname: 'Testinformant', givenName: 'Leerkracht' } },
  { role: 'hulpverlener', person: { bsn: null, surname: 'Testhulpverlener' } },
];

/** Every message of families 5, 6, 7, 9, 11 and 12, up to the clock of the cast. */
export function laterFamilies(): readonly PassingMessage[] {
  return [
    ...unbornChild(),
    ...oneCaseTwoHomes(),
    ...stepfamily(),
    ...childInTwoHomes(),
    ...secretAddress(),
    ...nobodyHasANumber(),
  ];
}

/**
 * Family 5, RVDK/2026-6003, after the birth: the notification that brings the number of Marjolein's daughter. It passes in
 * act two, not before.
 */
export function birthOfMila(): PassingMessage {
  return notification({
    referenceNumber: 'RVDK-2026-6003-20270118-1',
    sentAt: '20270118100000',
    to: ede,
    councilCase: 'RVDK-2026-6003',
    requestCase: 'VT2-2026-0914-VTO',
    client: toMessagePerson(nagelhout.mila, addresses.grotestraat2.key),
    parent: toMessagePerson(nagelhout.marjolein, addresses.grotestraat2.key),
  });
}

/** Family 5, RVDK/2026-6003: the client is not born yet. Some senders fill the number, others leave it out. */
function unbornChild(): readonly PassingMessage[] {
  const address = addresses.grotestraat2.key;
  const marjolein = toMessagePerson(nagelhout.marjolein, address);
  const shared = {
    councilCase: 'RVDK-2026-6003',
    requestCase: 'VT2-2026-0914-VTO',
    to: ede,
    parent: marjolein,
  };
  const unborn: MessagePerson = { bsn: null, isUnborn: true, addressKey: address };
  return [
    request({
      referenceNumber: 'VT2-VTO-2026-0001',
      sentAt: '20261012113000',
      from: vallei,
      requestCase: shared.requestCase,
      requestedOn: '2026-10-12',
      children: [{ ...unborn, bsn: '999999999', isUnattested: true }],
      parties: [{ role: 'ouder met gezag', person: marjolein }, ...bystanders],
      workerSurname: 'Testonderzoeker',
    }),
    ...notifyEach([unborn], '2026-10-26', { ...shared, startedOn: '2026-10-26' }),
  ];
}

/** Family 6, RVDK/2026-3306: custody and contact, one case about two homes, no address at all. */
function oneCaseTwoHomes(): readonly PassingMessage[] {
  const paolo = toMessagePerson(deJager.paolo);
  const jan = toMessagePerson(deJager.jan);
  const shared = {
    councilCase: 'RVDK-2026-3306',
    requestCase: 'VT1-2026-0518-VTO',
    to: rotterdam,
    about: custodyAndContact,
  };
  return [
    request({
      referenceNumber: 'VT1-VTO-2026-0002',
      sentAt: '20260706100000',
      from: maasdelta,
      requestCase: shared.requestCase,
      about: shared.about,
      requestedOn: '2026-07-06',
      children: [paolo],
      parties: [
        { role: 'ouder zonder gezag', person: toMessagePerson(deJager.estrella) },
        { role: 'ouder met gezag', person: jan },
        ...bystanders,
      ],
      workerSurname: 'Testonderzoeker',
    }),
    ...notifyEach([paolo], '2026-08-17', { ...shared, parent: jan, startedOn: '2026-08-17' }),
  ];
}

/** Family 7, RVDK/2026-1410: two of the three children, no address, closed with a measure. */
function stepfamily(): readonly PassingMessage[] {
  const children = [deVries.walter, deVries.sebastiaan].map((child) => toMessagePerson(child));
  const chantal = toMessagePerson(deVries.chantal);
  const shared = {
    councilCase: 'RVDK-2026-1410',
    requestCase: 'VT2-2026-0126-VTO',
    to: utrecht,
    parent: chantal,
  };
  return [
    request({
      referenceNumber: 'VT2-VTO-2026-0002',
      sentAt: '20260202143000',
      from: vallei,
      requestCase: shared.requestCase,
      requestedOn: '2026-02-02',
      children,
      parties: [
        { role: 'ouder met gezag', person: toMessagePerson(deVries.mark) },
        { role: 'ouder met gezag', person: chantal },
        ...bystanders,
      ],
      workerSurname: 'Testonderzoeker',
    }),
    ...notifyEach(children, '2026-02-16', { ...shared, startedOn: '2026-02-16' }),
    ...notifyEach(children, '2026-04-07', {
      ...shared,
      status: { text: 'Onderzoek afgerond', setOn: '2026-04-07' },
    }),
    ...notifyEach(children, '2026-04-20', {
      ...shared,
      status: { text: 'Zaak afgerond', setOn: '2026-04-20' },
      result: 'Maatregel opgelegd',
      decision: {
        decidedOn: '2026-04-20',
        explanation: 'Ondertoezichtstelling',
        effectiveFrom: '2026-04-20',
      },
    }),
  ];
}

/** Family 9, RVDK/2026-2904: custody and contact about a child who lives in two homes. */
function childInTwoHomes(): readonly PassingMessage[] {
  const home = addresses.franciscusRomanusweg.key;
  const vica = toMessagePerson(jacobs.vica, home);
  const christina = toMessagePerson(jacobs.christina, home);
  const shared = {
    councilCase: 'RVDK-2026-2904',
    requestCase: 'LT7-2025-0616-VTO',
    to: maastricht,
    about: custodyAndContact,
  };
  return [
    request({
      referenceNumber: 'LT7-VTO-2026-0001',
      sentAt: '20260622093000',
      from: maastrichtTeam,
      requestCase: shared.requestCase,
      about: shared.about,
      requestedOn: '2026-06-22',
      children: [vica],
      parties: [
        { role: 'ouder met gezag', person: toMessagePerson(jacobs.reinier, home) },
        { role: 'ouder met gezag', person: christina },
        {
          role: 'ouder, niet juridisch',
          person: toMessagePerson(jacobs.emiel, addresses.keizerKarelplein.key),
        },
        ...bystanders,
      ],
      workerSurname: 'Testmedewerker',
    }),
    ...notifyEach([vica], '2026-08-03', { ...shared, parent: christina, startedOn: '2026-08-03' }),
  ];
}

/** Family 11, RVDK/2026-4420: mother and child get their letters at an address of the shelter, and live elsewhere. */
function secretAddress(): readonly PassingMessage[] {
  const atLetterAddress = { addressKey: addresses.shelterLetters.key, addressFunction: 'B' };
  const nina: MessagePerson = { ...toMessagePerson(overvaart.nina), ...atLetterAddress };
  const jeannette: MessagePerson = { ...toMessagePerson(overvaart.jeannette), ...atLetterAddress };
  const shared = {
    councilCase: 'RVDK-2026-4420',
    requestCase: 'VT1-2026-0710-VTO',
    to: theHague,
    parent: jeannette,
    result: 'Maatregel opgelegd',
  };
  return [
    request({
      referenceNumber: 'VT1-VTO-2026-0003',
      sentAt: '20260717084500',
      from: maasdelta,
      requestCase: shared.requestCase,
      // A place in free text, where nobody expects one.
      description: 'Spoed: moeder en kind verblijven in een opvang in Utrecht',
      requestedOn: '2026-07-17',
      children: [nina],
      parties: [
        { role: 'ouder met gezag', person: toMessagePerson(overvaart.stephan) },
        { role: 'ouder met gezag', person: jeannette },
        ...bystanders,
      ],
      workerSurname: 'Testonderzoeker',
    }),
    ...notifyEach([nina], '2026-07-17', {
      ...shared,
      decision: {
        decidedOn: '2026-07-17',
        explanation: 'Voorlopige ondertoezichtstelling',
        effectiveFrom: '2026-07-17',
        effectiveUntil: '2026-10-17',
      },
    }),
    ...notifyEach([nina], '2026-10-12', {
      ...shared,
      decision: {
        decidedOn: '2026-10-12',
        explanation: 'Ondertoezichtstelling',
        effectiveFrom: '2026-10-12',
        effectiveUntil: '2027-10-12',
      },
    }),
  ];
}

/**
 * Family 12, RVDK/2026-6320: a newborn without a name or a number, and a mother with an alien number in which one digit is
 * wrong. The Raad gave its number by telephone, so the request names it.
 */
function nobodyHasANumber(): readonly PassingMessage[] {
  const { birthDate, sex } = voorbeeld.newborn;
  return [
    request({
      referenceNumber: 'VT2-VTO-2026-0003',
      sentAt: '20261027170000',
      from: vallei,
      requestCase: 'VT2-2026-1020-VTO',
      councilCase: 'RVDK-2026-6320',
      requestedOn: '2026-10-27',
      children: [{ bsn: '000000000', isUnattested: true, surname: 'Voorbeeld, NN', birthDate, sex }],
      parties: [
        {
          role: 'ouder met gezag',
          person: { ...toMessagePerson(voorbeeld.sana), alienNumber: '2800000007' },
        },
        ...bystanders,
      ],
      workerSurname: 'Testonderzoeker',
    }),
  ];
}

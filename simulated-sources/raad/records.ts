/**
 * What passed the Raad's connection, as the cast tells it: the requests that came in and the notifications that went out.
 */
import { addresses, grootEsselink, type SentinelFamily, sentinelFamilies, units } from '../families.js';
import { laterFamilies } from './later-families.js';
import { notification, notifyEach, type PassingMessage, request } from './passing-messages.js';
import type { StufOrganisation } from './stuf-messages.js';
import { type MessagePerson, toMessagePerson } from './stuf-persons.js';

const rotterdam: StufOrganisation = { oin: '00000099000000000101', name: 'Gemeente Rotterdam' };
const veiligThuis: StufOrganisation = { oin: '00000099000000000102', name: units.VT1.name };
const certifiedInstitution: StufOrganisation = { oin: '00000099000000000103', name: units.GI1.name };
const localTeam: StufOrganisation = { oin: '00000099000000000104', name: units.LT1.name };

/** Every message of the cast, in the order in which those of one case passed. */
export function castMessages(): readonly PassingMessage[] {
  return [
    ...firstInvestigation(),
    ...secondInvestigation(),
    ...sentinelFamilies.flatMap(sentinelCase),
    ...laterFamilies(),
  ];
}

/** RVDK/2025-7781: asked for by Veilig Thuis, six children, supervision ordered by the court. */
function firstInvestigation(): readonly PassingMessage[] {
  const { johan, teun, daan, fien, maud, trix, hein } = grootEsselink;
  const children = [teun, daan, fien, maud, trix, hein];
  const address = addresses.hofdijk.key;
  const notified = children.map((child) => toMessagePerson(child));
  const shared = {
    councilCase: 'RVDK-2025-7781',
    requestCase: 'VT1-2025-0905-VTO',
    to: rotterdam,
    parent: mother(),
  };
  return [
    request({
      referenceNumber: 'VT1-VTO-2025-0001',
      sentAt: '20251201151500',
      from: veiligThuis,
      requestCase: shared.requestCase,
      requestedOn: '2025-12-01',
      children: children.map((child) => toMessagePerson(child, address)),
      parties: [
        { role: 'ouder met gezag', person: toMessagePerson(johan, address) },
        { role: 'ouder met gezag', person: mother(address) },
        // In the message on purpose: neither may ever leave the Raad's boundary.
        { role: 'melder', person: { bsn: null, surname: 'Testmelder' } },
        { role: 'informant', person: { bsn: null, surname: 'Testinformant', givenName: 'Leerkracht' } },
      ],
      workerSurname: 'Testonderzoeker',
    }),
    ...notifyEach(notified, '2025-12-15', {
      ...shared,
      status: { text: 'Intake afgerond', setOn: '2025-12-15' },
    }),
    ...notifyEach(notified, '2026-01-12', { ...shared, startedOn: '2026-01-12' }),
    ...notifyEach(notified, '2026-03-09', {
      ...shared,
      status: { text: 'Onderzoek afgerond', setOn: '2026-03-09' },
    }),
    ...notifyEach(notified, '2026-03-30', {
      ...shared,
      status: { text: 'Zaak afgerond', setOn: '2026-03-30' },
      result: 'Maatregel opgelegd',
      decision: {
        decidedOn: '2026-03-30',
        explanation: 'Ondertoezichtstelling',
        effectiveFrom: '2026-03-30',
        effectiveUntil: '2027-03-30',
      },
    }),
  ];
}

/** RVDK/2026-5120: asked for by the certified institution, three girls, no address; begun and running. */
function secondInvestigation(): readonly PassingMessage[] {
  const { johan, fien, maud, trix } = grootEsselink;
  const children = [fien, maud, trix];
  const notified = children.map((child) => toMessagePerson(child));
  const shared = {
    councilCase: 'RVDK-2026-5120',
    requestCase: 'GI1-2026-0330-VTO',
    to: rotterdam,
    parent: mother(),
  };
  return [
    request({
      referenceNumber: 'GI1-VTO-2026-0001',
      sentAt: '20260907102000',
      from: certifiedInstitution,
      requestCase: shared.requestCase,
      description: 'Beëindiging gezag',
      requestedOn: '2026-09-07',
      children: children.map((child) => toMessagePerson(child)),
      parties: [
        { role: 'ouder met gezag', person: toMessagePerson(johan) },
        { role: 'ouder met gezag', person: mother() },
      ],
      workerSurname: 'Testbeschermer',
    }),
    ...notifyEach(notified, '2026-10-19', { ...shared, startedOn: '2026-10-19' }),
  ];
}

function sentinelCase(family: SentinelFamily): readonly PassingMessage[] {
  const { parent, child, address, caseNumber, since } = family;
  const requestCase = `LT1-${caseNumber}-VTO`;
  const [year, month] = since.split('-');
  return [
    request({
      referenceNumber: `LT1-VTO-${caseNumber}`,
      sentAt: `${since.replaceAll('-', '')}090000`,
      from: localTeam,
      requestCase,
      requestedOn: since,
      children: [toMessagePerson(child, address.key)],
      parties: [{ role: 'ouder met gezag', person: toMessagePerson(parent, address.key) }],
      workerSurname: 'Testmedewerker',
    }),
    notification({
      referenceNumber: `RVDK-${caseNumber}-1`,
      sentAt: `${year}${month}10090000`,
      to: rotterdam,
      councilCase: `RVDK-${caseNumber}`,
      requestCase,
      client: toMessagePerson(child),
      status: { text: 'Intake afgerond', setOn: '2026-09-10' },
    }),
  ];
}

/** The Raad writes a married mother under both names, in one field. */
function mother(addressKey?: string): MessagePerson {
  const { givenName: _givenName, ...rest } = toMessagePerson(grootEsselink.wilma, addressKey);
  return { ...rest, surname: 'Groot Esselink, W. (Haverkamp)' };
}

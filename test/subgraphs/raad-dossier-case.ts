/** A case of the Raad with two children and their mother, and what the Raad's own system tells of it. */
import {
  type NotificationContent,
  writeNotification,
  writeRequest,
} from '../../simulated-sources/raad/stuf-messages.js';
import { type DossierMessage, dossierMessageSchema } from '../../subgraphs/raad/adapters/dossier-contract.js';
import {
  type MessageStore,
  type MessageStoreOptions,
  openMessageStore,
} from '../../subgraphs/raad/message-store/message-store.js';

const asker = { oin: '00000099000000000901', name: 'Gemeente Testdam' };
export const anna = { bsn: '999970112', surname: 'Test', givenName: 'Anna', birthDate: '2015-05-01' };
export const bram = { bsn: '999970203', surname: 'Test', givenName: 'Bram', birthDate: '2016-06-02' };
const mother = { bsn: '999970434', surname: 'Test', givenName: 'Ouder', birthDate: '1985-01-05' };
export const reference = 'RVDK/2026-7001';
/** How the case knows its persons: by the place where the first message named them. */
export const keys = { anna: '1-0', bram: '1-1', mother: '1-2' };

/** A dossier message about the case, as it is sent. */
export const told = {
  message: 'dossierbericht',
  version: 1,
  reference,
  sentAt: '2026-11-01T18:00:00+01:00',
  workers: [{ number: 'TEST-1', skj: 'TEST-0001', name: 'T. Voorbeeld' }],
  work: [{ id: 'W-1', worker: 'TEST-1', role: 'council investigator', since: '2026-10-12' }],
  contacts: [{ id: 'C-1', kind: 'INTAKE', on: '2026-10-12', worker: 'TEST-1' }],
  handovers: [
    {
      id: 'H-1',
      toOrganisation: 'GI',
      toUnit: 'GI1',
      askedOn: '2026-10-30',
      reason: "court's decision",
      persons: [keys.anna, keys.bram, keys.mother],
    },
  ],
  sightings: [{ id: 'S-1', person: keys.bram, on: '2026-10-20', how: 'SEEN' }],
  knows: { asOf: '2026-11-01', parties: ['VT1'] },
};
/** As it is handed in, with changes. */
export const messageOf = (changes: object = {}): DossierMessage =>
  dossierMessageSchema.parse({ ...told, ...changes });

export const theRequest = writeRequest({
  referenceNumber: 'IN-1',
  sentAt: '20261002090000',
  from: asker,
  requestCase: 'TD-1',
  requestedOn: '2026-10-02',
  children: [anna, bram],
  parties: [{ role: 'ouder met gezag', person: mother }],
  workerSurname: 'Testmedewerker',
});
let count = 0;
/** The Raad notifies about a child of the case. */
export const notify = async (store: MessageStore, changes: Partial<NotificationContent> = {}) => {
  count += 1;
  const xml = writeNotification({
    referenceNumber: `OUT-${count}`,
    sentAt: '20261012090000',
    to: asker,
    councilCase: 'RVDK-2026-7001',
    requestCase: 'TD-1',
    client: anna,
    ...changes,
  });
  return store.receive('outbound', Buffer.from(xml));
};
export const now = () => new Date('2026-11-02T11:00:00Z');
export const openStore = (dataFolder: string, options: Partial<MessageStoreOptions> = {}) =>
  openMessageStore({ dataFolder, now, report: () => {}, ...options });
/** A store with one case of two children and their mother. */
export const openFilled = async (dataFolder: string, options: Partial<MessageStoreOptions> = {}) => {
  const store = await openStore(dataFolder, options);
  await store.receive('inbound', Buffer.from(theRequest));
  await notify(store);
  await notify(store, { client: bram });
  return store;
};

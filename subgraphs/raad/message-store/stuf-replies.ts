/** The StUF 03.01 answers to an asynchronous message: confirmation of receipt (Bv03) and error messages (Fo01, Fo02, Fo03). */
import { randomUUID } from 'node:crypto';
import type { StufControl, StufParty, StufRefused } from './stuf-message.js';
import { namespaces } from './stuf-names.js';

export interface StufReply {
  readonly kind: 'Bv03' | 'Fo01' | 'Fo02' | 'Fo03';
  readonly xml: string;
}

/** The message is on the disk. */
export function confirmReceipt(control: StufControl, now: Date): StufReply {
  return { kind: 'Bv03', xml: envelope('Bv03', controlData('Bv03', control, now)) };
}

/** The message was refused and nothing of it was kept. */
export function refuse(refusal: StufRefused, now: Date): StufReply {
  return fault(refusal.errorCode, refusal.control, refusal.stufCode, 'client', refusal.message, now);
}

/** The same sender sent this reference number before. */
export function refuseDuplicate(control: StufControl, now: Date): StufReply {
  return fault('Fo03', control, 'StUF016', 'client', 'Zender en referentienummer kwamen al eerder voor', now);
}

/** The message is in order and could not be kept: send it again. */
export function failToStore(control: StufControl, now: Date): StufReply {
  return fault('Fo03', control, 'StUF046', 'server', 'Het bericht kon niet worden opgeslagen', now);
}

function fault(
  kind: 'Fo01' | 'Fo02' | 'Fo03',
  control: StufControl | null,
  code: string,
  place: 'client' | 'server',
  description: string,
  now: Date,
): StufReply {
  const body =
    `<StUF:body><StUF:code>${code}</StUF:code><StUF:plek>${place}</StUF:plek>` +
    `<StUF:omschrijving>${escapeXml(description)}</StUF:omschrijving></StUF:body>`;
  // An Fo02 has no addressee: it answers where nothing of the message's control data could be relied upon.
  if (kind === 'Fo02' || control === null) {
    const anonymous = '<StUF:stuurgegevens><StUF:berichtcode>Fo02</StUF:berichtcode></StUF:stuurgegevens>';
    return { kind: 'Fo02', xml: envelope('Fo02', anonymous + body) };
  }
  return { kind, xml: envelope(kind, controlData(kind, control, now) + body) };
}

function controlData(kind: string, control: StufControl, now: Date): string {
  return (
    `<StUF:stuurgegevens><StUF:berichtcode>${kind}</StUF:berichtcode>` +
    `<StUF:zender>${party(control.receiver)}</StUF:zender><StUF:ontvanger>${party(control.sender)}</StUF:ontvanger>` +
    `<StUF:referentienummer>${randomUUID()}</StUF:referentienummer>` +
    `<StUF:tijdstipBericht>${stufTime(now)}</StUF:tijdstipBericht>` +
    `<StUF:crossRefnummer>${escapeXml(control.referenceNumber)}</StUF:crossRefnummer></StUF:stuurgegevens>`
  );
}

function party({ organisation, application, administration }: StufParty): string {
  return (
    `<StUF:organisatie>${escapeXml(organisation)}</StUF:organisatie>` +
    `<StUF:applicatie>${escapeXml(application)}</StUF:applicatie>` +
    (administration === null ? '' : `<StUF:administratie>${escapeXml(administration)}</StUF:administratie>`)
  );
}

function envelope(kind: string, content: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<StUF:${kind}Bericht xmlns:StUF="${namespaces.StUF}">${content}</StUF:${kind}Bericht>\n`;
}

function stufTime(now: Date): string {
  return now.toLocaleString('sv-SE', { timeZone: 'Europe/Amsterdam' }).replace(/\D/g, '');
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

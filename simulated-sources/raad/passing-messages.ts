/** A message on its way past the Raad's connection. */
import {
  type NotificationContent,
  type RequestContent,
  writeNotification,
  writeRequest,
} from './stuf-messages.js';
import type { MessagePerson } from './stuf-persons.js';

export interface PassingMessage {
  /** To the Raad, or from it. */
  readonly direction: 'inbound' | 'outbound';
  /** Message and reference number, for people. */
  readonly subject: string;
  /** The Raad's zaak identification, of a notification. */
  readonly councilCase?: string;
  readonly xml: string;
}

/** A request for an investigation, to the Raad. */
export function request(content: RequestContent): PassingMessage {
  return { direction: 'inbound', subject: `vtoDi01 ${content.referenceNumber}`, xml: writeRequest(content) };
}

/** A notification about one client, from the Raad. */
export function notification(content: NotificationContent): PassingMessage {
  return {
    direction: 'outbound',
    subject: `notificatieDi01 ${content.referenceNumber}`,
    councilCase: content.councilCase,
    xml: writeNotification(content),
  };
}

/** The Raad notifies about one child at a time: as many messages as there are children. */
export function notifyEach(
  children: readonly MessagePerson[],
  day: string,
  content: Omit<NotificationContent, 'referenceNumber' | 'sentAt' | 'client'>,
): readonly PassingMessage[] {
  return children.map((client, index) =>
    notification({
      ...content,
      referenceNumber: `${content.councilCase}-${day.replaceAll('-', '')}-${index + 1}`,
      sentAt: `${day.replaceAll('-', '')}1600${String(index).padStart(2, '0')}`,
      client,
    }),
  );
}

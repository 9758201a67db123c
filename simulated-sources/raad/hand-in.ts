/** The Raad's connection as the message store sees it: whatever passes is handed in as a copy. */
import { request } from 'undici';
import type { PassingMessage } from './passing-messages.js';

/** Hands one message in, in its own direction. @throws Error when the store neither takes it nor has it already. */
export async function handIn(url: string, { direction, subject, xml }: PassingMessage): Promise<void> {
  const response = await request(`${url}/messages/${direction}`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml; charset=utf-8' },
    body: xml,
  });
  const answer = await response.body.text();
  const isKept = answer.includes('>Bv03<') || answer.includes('>StUF016<');
  if (!isKept) throw new Error(`expected the store to keep ${subject}, received a refusal`);
}

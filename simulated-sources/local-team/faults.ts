/** Refusals, in the error bodies of the Zaken API 1.5.1 (`Fout`, `ValidatieFout`). */
import { randomUUID } from 'node:crypto';

export interface InvalidParam {
  readonly name: string;
  readonly code: string;
  readonly reason: string;
}

/** A refusal that the error handler of the server turns into an answer. */
export class ApiFault extends Error {
  override readonly name = 'ApiFault';
  readonly status: number;
  readonly code: string;
  readonly invalidParams: readonly InvalidParam[] | undefined;

  constructor(status: number, code: string, detail: string, invalidParams?: readonly InvalidParam[]) {
    super(detail);
    this.status = status;
    this.code = code;
    this.invalidParams = invalidParams;
  }
}

const titles: Readonly<Record<number, string>> = {
  400: 'Ongeldige invoer.',
  403: 'Geen toegang.',
  404: 'Niet gevonden.',
  405: 'Methode niet toegestaan.',
  406: 'Niet aanvaardbaar.',
  412: 'Voorwaarde niet vervuld.',
  415: 'Inhoudstype niet ondersteund.',
  500: 'Er is een fout opgetreden.',
};

export function invalid(params: readonly InvalidParam[]): ApiFault {
  return new ApiFault(400, 'invalid', 'De invoer is ongeldig.', params);
}

export function notFound(): ApiFault {
  return new ApiFault(404, 'not_found', 'Niet gevonden.');
}

/** The body, with an instance of its own so that an operator finds it again. */
export function toFaultBody(fault: ApiFault, base: string): Readonly<Record<string, unknown>> {
  return {
    type: `${base}/ref/fouten/${fault.code}/`,
    code: fault.code,
    title: titles[fault.status] ?? 'Fout.',
    status: fault.status,
    detail: fault.message,
    instance: `urn:uuid:${randomUUID()}`,
    ...(fault.invalidParams ? { invalidParams: fault.invalidParams } : {}),
  };
}

/** The correcting part of the Zaken API 1.5.1: who a role is about, and what a case object says. */
import type { FastifyInstance } from 'fastify';
import { toRol, toZaakObject } from './answers.js';
import { parseBody, rolBody, zaakObjectBody } from './bodies.js';
import { belongsTo, caseAt } from './case-links.js';
import { type ApiFault, invalid, notFound } from './faults.js';
import { guard, type RouteTools, uuidIn, zakenRoot } from './zaken-routes.js';

export function registerZakenCorrections(app: FastifyInstance, tools: RouteTools): void {
  const { store, bases } = tools;
  const change = { onRequest: guard(tools, ['zaken.bijwerken', 'zaken.geforceerd-bijwerken'], false) };

  app.put<{ Params: { uuid: string } }>(`${zakenRoot}/rollen/:uuid`, change, async (request) => {
    const known = store.get('rol', request.params.uuid);
    if (!known) throw notFound();
    const body = parseBody(rolBody, request.body);
    const { zaak, type } = caseAt(body.zaak, store, bases());
    if (zaak.uuid !== known.zaak) throw unchangeable('zaak');
    const roltype = uuidIn(body.roltype, `${bases().catalogi}/roltypen/`);
    belongsTo(type.roles, roltype);
    const rol = {
      ...body,
      uuid: known.uuid,
      zaak: zaak.uuid,
      roltype: roltype ?? '',
      // When it was first registered does not change by a correction.
      registratiedatum: known.registratiedatum,
    };
    store.register('rol', rol);
    return toRol(rol, bases());
  });

  app.patch<{ Params: { uuid: string } }>(`${zakenRoot}/zaakobjecten/:uuid`, change, async (request) => {
    const known = store.get('zaakobject', request.params.uuid);
    if (!known) throw notFound();
    const told = typeof request.body === 'object' && request.body !== null ? request.body : {};
    const zaak = `${bases().zaken}/zaken/${known.zaak}`;
    const body = parseBody(zaakObjectBody, { ...known, zaak, ...told });
    if (body.zaak !== zaak) throw unchangeable('zaak');
    if (body.objectType !== known.objectType) throw unchangeable('objectType');
    const object = { ...body, uuid: known.uuid, zaak: known.zaak };
    store.register('zaakobject', object);
    return toZaakObject(object, bases());
  });
}

function unchangeable(field: string): ApiFault {
  return invalid([
    { name: field, code: 'wijzigen-niet-toegelaten', reason: 'Dit veld mag niet gewijzigd worden.' },
  ]);
}

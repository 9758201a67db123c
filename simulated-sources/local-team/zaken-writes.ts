/** The registering half of the Zaken API 1.5.1: by it a team files a family while the source runs. */
import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import {
  type Json,
  toResultaat,
  toRol,
  toStatus,
  toZaak,
  toZaakEigenschap,
  toZaakObject,
} from './answers.js';
import {
  parseBody,
  resultaatBody,
  rolBody,
  statusBody,
  zaakBody,
  zaakEigenschapBody,
  zaakObjectBody,
} from './bodies.js';
import { badLink, belongsTo, caseAt, zaakAt } from './case-links.js';
import { invalid, notFound } from './faults.js';
import { caseTypesByUuid, statusTypes, type Zaak } from './store.js';
import { guard, type RouteTools, uuidIn, zakenRoot } from './zaken-routes.js';

export function registerZakenWrites(app: FastifyInstance, tools: RouteTools): void {
  const { store, bases } = tools;
  const instant = (): string => new Date(tools.nowMs()).toISOString();
  const change = { onRequest: guard(tools, ['zaken.bijwerken', 'zaken.geforceerd-bijwerken'], false) };

  app.post(
    `${zakenRoot}/zaken`,
    { onRequest: guard(tools, ['zaken.aanmaken'], true) },
    async (request, reply) => {
      const body = parseBody(zaakBody, request.body);
      const type = caseTypesByUuid.get(uuidIn(body.zaaktype, `${bases().catalogi}/zaaktypen/`) ?? '');
      if (!type) throw badLink('zaaktype');
      const main = body.hoofdzaak === null ? null : zaakAt(body.hoofdzaak, 'hoofdzaak', store, bases());
      if (main && main.hoofdzaak !== null) {
        throw invalid([
          { name: 'hoofdzaak', code: 'deelzaak-als-hoofdzaak', reason: 'Een deelzaak heeft geen deelzaken.' },
        ]);
      }
      const identificatie = body.identificatie || `ZAAK-${randomUUID()}`;
      if (
        store
          .zaken()
          .some(
            (zaak) => zaak.identificatie === identificatie && zaak.bronorganisatie === body.bronorganisatie,
          )
      ) {
        throw invalid([
          {
            name: 'identificatie',
            code: 'identificatie-niet-uniek',
            reason: 'Deze identificatie bestaat al.',
          },
        ]);
      }
      const zaak: Zaak = {
        ...body,
        uuid: randomUUID(),
        identificatie,
        zaaktype: type.uuid,
        hoofdzaak: main?.uuid ?? null,
        registratiedatum: body.registratiedatum ?? instant().slice(0, 10),
        einddatum: null,
        vertrouwelijkheidaanduiding: body.vertrouwelijkheidaanduiding ?? 'zaakvertrouwelijk',
        laatstGemuteerd: instant(),
      };
      store.register('zaak', zaak);
      return created(reply, toZaak(zaak, store, bases()));
    },
  );

  app.post(`${zakenRoot}/rollen`, change, async (request, reply) => {
    const body = parseBody(rolBody, request.body);
    const { zaak, type } = caseAt(body.zaak, store, bases());
    const roltype = uuidIn(body.roltype, `${bases().catalogi}/roltypen/`);
    belongsTo(type.roles, roltype);
    const rol = {
      ...body,
      uuid: randomUUID(),
      zaak: zaak.uuid,
      roltype: roltype ?? '',
      registratiedatum: instant(),
    };
    store.register('rol', rol);
    return created(reply, toRol(rol, bases()));
  });

  app.post(
    `${zakenRoot}/zaakobjecten`,
    { onRequest: guard(tools, ['zaken.aanmaken', 'zaken.bijwerken', 'zaken.geforceerd-bijwerken'], false) },
    async (request, reply) => {
      const body = parseBody(zaakObjectBody, request.body);
      const object = { ...body, uuid: randomUUID(), zaak: zaakAt(body.zaak, 'zaak', store, bases()).uuid };
      store.register('zaakobject', object);
      return created(reply, toZaakObject(object, bases()));
    },
  );

  app.post<{ Params: { uuid: string } }>(
    `${zakenRoot}/zaken/:uuid/zaakeigenschappen`,
    change,
    async (request, reply) => {
      if (!store.zaak(request.params.uuid)) throw notFound();
      const body = parseBody(zaakEigenschapBody, request.body);
      const { zaak, type } = caseAt(body.zaak, store, bases());
      if (zaak.uuid !== request.params.uuid) throw badLink('zaak');
      const eigenschap = uuidIn(body.eigenschap, `${bases().catalogi}/eigenschappen/`);
      belongsTo(type.properties, eigenschap);
      const record = {
        uuid: randomUUID(),
        zaak: zaak.uuid,
        eigenschap: eigenschap ?? '',
        waarde: body.waarde,
      };
      store.register('zaakeigenschap', record);
      return created(reply, toZaakEigenschap(record, bases()));
    },
  );

  app.post(`${zakenRoot}/resultaten`, change, async (request, reply) => {
    const body = parseBody(resultaatBody, request.body);
    const { zaak, type } = caseAt(body.zaak, store, bases());
    const resultaattype = uuidIn(body.resultaattype, `${bases().catalogi}/resultaattypen/`);
    belongsTo([{ uuid: type.resultTypeUuid }], resultaattype);
    const record = { ...body, uuid: randomUUID(), zaak: zaak.uuid, resultaattype: resultaattype ?? '' };
    store.register('resultaat', record);
    return created(reply, toResultaat(record, bases()));
  });

  app.post(
    `${zakenRoot}/statussen`,
    { onRequest: guard(tools, ['zaken.aanmaken', 'zaken.statussen.toevoegen', 'zaken.heropenen'], false) },
    async (request, reply) => {
      const body = parseBody(statusBody, request.body);
      const { zaak, type } = caseAt(body.zaak, store, bases());
      const statustype = uuidIn(body.statustype, `${bases().catalogi}/statustypen/`) ?? '';
      belongsTo(type.statuses, statustype);
      // A case ends with a result, or it does not end.
      if (statusTypes.get(statustype)?.isFinal && store.of('resultaat', zaak.uuid).length === 0) {
        throw invalid([
          {
            name: 'nonFieldErrors',
            code: 'resultaat-does-not-exist',
            reason: 'De zaak heeft geen resultaat.',
          },
        ]);
      }
      const record = { ...body, uuid: randomUUID(), zaak: zaak.uuid, statustype };
      store.register('status', record);
      return created(reply, toStatus(record, store, bases()));
    },
  );
}

function created(reply: FastifyReply, answer: Json): FastifyReply {
  return reply.code(201).header('Location', String(answer['url'])).send(answer);
}

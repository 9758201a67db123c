/** The catalogue, read only: the part of the Catalogi API 1.3.1 that the cases point to. */
import type { FastifyInstance } from 'fastify';
import type { Json } from './answers.js';
import { type CaseType, caseTypes } from './catalogue.js';
import { toEigenschap, toRolType, toStatusType, toZaakType } from './catalogue-answers.js';
import { notFound } from './faults.js';
import { toPage } from './paging.js';
import { caseTypesByUuid } from './store.js';
import { absolute, catalogiRoot, guard, type RouteTools, unknownParameters, uuidIn } from './zaken-routes.js';

interface Listed {
  readonly uuid: string;
  readonly type: CaseType;
  readonly answer: () => Json;
}

export function registerCatalogi(app: FastifyInstance, tools: RouteTools): void {
  const { bases } = tools;
  const options = { onRequest: guard(tools, ['catalogi.lezen', 'zaken.lezen'], false) };

  serve('zaaktypen', 'identificatie', () =>
    caseTypes.map((type) => ({ uuid: type.uuid, type, answer: () => toZaakType(type, bases()) })),
  );
  serve('eigenschappen', 'zaaktype', () =>
    caseTypes.flatMap((type) =>
      type.properties.map((property) => ({
        uuid: property.uuid,
        type,
        answer: () => toEigenschap(property, type, bases()),
      })),
    ),
  );
  serve('roltypen', 'zaaktype', () =>
    caseTypes.flatMap((type) =>
      type.roles.map((role) => ({ uuid: role.uuid, type, answer: () => toRolType(role, type, bases()) })),
    ),
  );
  serve('statustypen', 'zaaktype', () =>
    caseTypes.flatMap((type) =>
      type.statuses.map((status) => ({
        uuid: status.uuid,
        type,
        answer: () => toStatusType(status, type, bases()),
      })),
    ),
  );

  function serve(path: string, filter: 'identificatie' | 'zaaktype', all: () => readonly Listed[]): void {
    app.get<{ Querystring: Record<string, string> }>(`${catalogiRoot}/${path}`, options, async (request) => {
      const { page = '1', status = 'definitief', [filter]: wanted, ...unknown } = request.query;
      if (Object.keys(unknown).length > 0) throw unknownParameters(Object.keys(unknown));
      const owner =
        filter === 'zaaktype'
          ? caseTypesByUuid.get(uuidIn(wanted ?? '', `${bases().catalogi}/zaaktypen/`) ?? '')
          : undefined;
      const found = all().filter(
        ({ type }) =>
          // Every type here is published; a draft ("concept") there is none.
          status !== 'concept' &&
          (wanted === undefined || (filter === 'zaaktype' ? type === owner : type.identification === wanted)),
      );
      return toPage(found, { page, pageSize: '100' }, absolute(request, bases()), (listed) =>
        listed.answer(),
      );
    });

    app.get<{ Params: { uuid: string } }>(`${catalogiRoot}/${path}/:uuid`, options, async (request) => {
      const found = all().find((listed) => listed.uuid === request.params.uuid);
      if (!found) throw notFound();
      return found.answer();
    });
  }
}

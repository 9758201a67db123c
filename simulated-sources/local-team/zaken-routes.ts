/** The reading half of the Zaken API 1.5.1, as far as it is served here. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  type Bases,
  type Json,
  toExpandedZaak,
  toExpandTree,
  toResultaat,
  toRol,
  toStatus,
  toZaakEigenschap,
  toZaakObject,
} from './answers.js';
import { authenticate, requireScope } from './authorization.js';
import { ApiFault, invalid, notFound } from './faults.js';
import { toPage } from './paging.js';
import { parseQuery, parseSearch, type Selection, select } from './selection.js';
import type { Store, Zaak } from './store.js';

export const zakenRoot = '/zaken/api/v1';
export const catalogiRoot = '/catalogi/api/v1';
const crs = 'EPSG:4326';

export interface RouteTools {
  readonly store: Store;
  /** Known once the server listens. */
  readonly bases: () => Bases;
  readonly nowMs: () => number;
  /** Holds up or breaks a read of a sentinel's case; gives whether the read may go on. */
  readonly beforeContent: (zaken: readonly Zaak[], reply: FastifyReply) => Promise<boolean>;
}

/** What a client must be allowed, and whether the resource has geometry and so a reference system. */
export function guard(tools: RouteTools, scopes: readonly string[], geo: boolean) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    requireScope(authenticate(request.headers.authorization, tools.nowMs()), scopes);
    if (!geo) return;
    if (request.method === 'POST') requireCrs(request, 'content-crs');
    requireCrs(request, 'accept-crs');
    reply.header('Content-Crs', crs);
  };
}

// Both missing: 412. Another system than the one that the API knows: 406.
function requireCrs(request: FastifyRequest, header: 'accept-crs' | 'content-crs'): void {
  const told = request.headers[header];
  if (told === undefined) throw new ApiFault(412, 'precondition_failed', `De header ${header} ontbreekt.`);
  if (told !== crs) throw new ApiFault(406, 'not_acceptable', 'Dit coördinatenstelsel is niet ondersteund.');
}

export function registerZakenReads(app: FastifyInstance, tools: RouteTools): void {
  const { store, bases, beforeContent } = tools;
  const read = ['zaken.lezen'];
  const geo = { onRequest: guard(tools, read, true) };
  const plain = { onRequest: guard(tools, read, false) };

  const answerCases = async (
    selection: Selection,
    page: { readonly page: string; readonly pageSize: string },
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<unknown> => {
    const found = select(store, selection, bases().catalogi);
    const expand = selection.expand ?? [];
    // A feed lists cases with who they concern; what names a case or reads its properties is content. The kinds of part
    // that a feed reads with their properties (stays, pregnancies) no sentinel has.
    const isContent =
      Boolean(selection.uuid__in ?? selection.identificatie) ||
      expand.some((path) => path.startsWith('eigenschappen'));
    if (isContent && !(await beforeContent(found, reply))) return reply;
    const tree = toExpandTree(expand);
    return toPage(found, page, absolute(request, bases()), (zaak) =>
      toExpandedZaak(zaak, tree, store, bases()),
    );
  };

  app.get(`${zakenRoot}/zaken`, geo, async (request, reply) => {
    const query = parseQuery(request.query, 'list');
    return answerCases(query, query, request, reply);
  });

  app.post(`${zakenRoot}/zaken/_zoek`, geo, async (request, reply) => {
    const query = parseQuery(request.query, 'search');
    const search = parseSearch(request.body);
    return answerCases(
      { ...search, expand: [...(search.expand ?? []), ...(query.expand ?? [])] },
      query,
      request,
      reply,
    );
  });

  app.get<{ Params: { uuid: string } }>(`${zakenRoot}/zaken/:uuid`, geo, async (request, reply) => {
    const zaak = store.zaak(request.params.uuid);
    if (!zaak) throw notFound();
    const { expand, ...others } = parseQuery(request.query, 'search');
    if (others.page !== '1') throw unknownParameters(['page']);
    if (!(await beforeContent([zaak], reply))) return reply;
    return toExpandedZaak(zaak, toExpandTree(expand ?? []), store, bases());
  });

  app.get<{ Params: { uuid: string } }>(
    `${zakenRoot}/zaken/:uuid/zaakeigenschappen`,
    plain,
    async (request, reply) => {
      const zaak = store.zaak(request.params.uuid);
      if (!zaak) throw notFound();
      if (!(await beforeContent([zaak], reply))) return reply;
      return store.of('zaakeigenschap', zaak.uuid).map((record) => toZaakEigenschap(record, bases()));
    },
  );

  app.get<{ Params: { uuid: string; eigenschap: string } }>(
    `${zakenRoot}/zaken/:uuid/zaakeigenschappen/:eigenschap`,
    plain,
    async (request, reply) => {
      const record = store.get('zaakeigenschap', request.params.eigenschap);
      const zaak = store.zaak(request.params.uuid);
      if (!record || !zaak || record.zaak !== zaak.uuid) throw notFound();
      if (!(await beforeContent([zaak], reply))) return reply;
      return toZaakEigenschap(record, bases());
    },
  );

  belongings('rollen', 'rol', (uuid) => {
    const record = store.get('rol', uuid);
    return record && toRol(record, bases());
  });
  belongings('zaakobjecten', 'zaakobject', (uuid) => {
    const record = store.get('zaakobject', uuid);
    return record && toZaakObject(record, bases());
  });
  belongings('statussen', 'status', (uuid) => {
    const record = store.get('status', uuid);
    return record && toStatus(record, store, bases());
  });
  belongings('resultaten', 'resultaat', (uuid) => {
    const record = store.get('resultaat', uuid);
    return record && toResultaat(record, bases());
  });

  /** The list of a kind, filtered by its case (a URL) or not, and one of it. */
  function belongings(
    path: string,
    kind: 'rol' | 'zaakobject' | 'status' | 'resultaat',
    answerOf: (uuid: string) => Json | undefined,
  ): void {
    app.get<{ Querystring: Record<string, string> }>(
      `${zakenRoot}/${path}`,
      plain,
      async (request, reply) => {
        const { page = '1', pageSize = '100', zaak: link, ...unknown } = request.query;
        if (Object.keys(unknown).length > 0) throw unknownParameters(Object.keys(unknown));
        const zaak =
          link === undefined ? undefined : store.zaak(uuidIn(link, `${bases().zaken}/zaken/`) ?? '');
        if (link !== undefined && !URL.canParse(link)) {
          throw invalid([{ name: 'zaak', code: 'invalid', reason: 'Voer een geldige URL in.' }]);
        }
        if (zaak && !(await beforeContent([zaak], reply))) return reply;
        const records = link === undefined ? store.all(kind) : zaak ? store.of(kind, zaak.uuid) : [];
        return toPage(
          records,
          { page, pageSize },
          absolute(request, bases()),
          (record) => answerOf(record.uuid) ?? {},
        );
      },
    );

    app.get<{ Params: { uuid: string } }>(`${zakenRoot}/${path}/:uuid`, plain, async (request, reply) => {
      const record = store.get(kind, request.params.uuid);
      const zaak = record && store.zaak(record.zaak);
      if (!zaak) throw notFound();
      if (!(await beforeContent([zaak], reply))) return reply;
      return answerOf(request.params.uuid);
    });
  }
}

/** The UUID at the end of a link that starts as it must, or `null`. */
export function uuidIn(link: string, prefix: string): string | null {
  const rest = link.startsWith(prefix) ? link.slice(prefix.length) : '';
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(rest) ? rest : null;
}

export function unknownParameters(names: readonly string[]): ApiFault {
  return invalid([
    {
      name: 'nonFieldErrors',
      code: 'unknown-parameters',
      reason: `Onbekende parameters: ${names.join(', ')}`,
    },
  ]);
}

export function absolute(request: FastifyRequest, bases: Bases): string {
  return new URL(request.url, bases.zaken).href;
}

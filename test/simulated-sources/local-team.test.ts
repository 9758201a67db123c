import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addresses, deJager, grootEsselink } from '../../simulated-sources/families.js';
import { localTeamActTwo } from '../../simulated-sources/local-team/act-two.js';
import { demonstrationClients } from '../../simulated-sources/local-team/authorization.js';
import { caseTypeOf, municipalityRsin, uuidOf } from '../../simulated-sources/local-team/catalogue.js';
import { startLocalTeamSource } from '../../simulated-sources/local-team/source.js';
import type { RunningSource } from '../../simulated-sources/simulated-source.js';
import { call, fileFamily, link, teamRole, tokenOf } from './local-team-registrar.js';

const family = uuidOf('zaak LT1/2025-0217');
const nothing = uuidOf('nothing');

describe('the case system of the local teams', () => {
  let running: RunningSource;
  let dataFolder: string;

  beforeAll(async () => {
    dataFolder = mkdtempSync(join(tmpdir(), 'gezinsbeeld-local-team-'));
    running = await startLocalTeamSource({ port: 0, dataFolder });
  });
  afterAll(async () => {
    await running.close();
    rmSync(dataFolder, { recursive: true });
  });

  const refusal = (status: number, code: string) => ({
    status,
    body: {
      type: expect.any(String),
      code,
      title: expect.any(String),
      status,
      detail: expect.any(String),
      instance: expect.stringMatching(/^urn:uuid:/),
    },
  });
  const invalid = (name: string, code: string) => ({
    status: 400,
    body: { ...refusal(400, 'invalid').body, invalidParams: [{ name, code, reason: expect.any(String) }] },
  });
  const withToken = async (authorization: string | null) => {
    const { status, body, headers } = await call(running, 'GET', '/zaken', { headers: { authorization } });
    expect(headers.get('content-type')).toBe('application/problem+json');
    return { status, body };
  };
  const answerTo = async (
    ...request: Parameters<typeof call> extends [unknown, ...infer Rest] ? Rest : never
  ) => {
    const { status, body } = await call(running, ...request);
    return { status, body };
  };

  describe('lets in nobody whom it does not know', () => {
    it('refuses a request without a token', async () => {
      expect(await withToken(null)).toEqual(refusal(403, 'not_authenticated'));
    });
    it('refuses a token that cannot be read', async () => {
      expect(await withToken('Bearer not-a-token')).toEqual(refusal(403, 'jwt-decode-error'));
      expect(await withToken('Bearer a.b.c')).toEqual(refusal(403, 'jwt-decode-error'));
      expect(await withToken(await tokenOf())).toEqual(refusal(403, 'jwt-decode-error'));
    });
    it('refuses a token that is signed in another way than the standard says', async () => {
      expect(await withToken(`Bearer ${await tokenOf({ alg: 'HS512' })}`)).toEqual(
        refusal(403, 'jwt-decode-error'),
      );
    });
    it('refuses a token that is signed with another secret', async () => {
      const token = await tokenOf({ secret: 'another-secret-than-this-client-has' });
      expect(await withToken(`Bearer ${token}`)).toEqual(refusal(403, 'invalid-jwt-signature'));
    });
    it('refuses a client that it does not know', async () => {
      const token = await tokenOf({ clientId: 'somebody-else' });
      expect(await withToken(`Bearer ${token}`)).toEqual(refusal(403, 'invalid-client-identifier'));
    });
    it('refuses a token of more than an hour ago, and one of the future', async () => {
      const old = await tokenOf({ issuedAtMs: Date.now() - 61 * 60_000 });
      expect(await withToken(`Bearer ${old}`)).toEqual(refusal(403, 'jwt-expired'));
      const early = await tokenOf({ issuedAtMs: Date.now() + 10 * 60_000 });
      expect(await withToken(`Bearer ${early}`)).toEqual(refusal(403, 'jwt-immaturesignatureerror'));
    });
    it('lets a client that may read register and correct nothing', async () => {
      const { id, secret } = demonstrationClients.reader;
      const authorization = `Bearer ${await tokenOf({ clientId: id, secret })}`;
      for (const path of [
        '/zaken',
        '/rollen',
        '/statussen',
        '/resultaten',
        '/zaakobjecten',
        `/zaken/${family}/zaakeigenschappen`,
      ]) {
        expect(await answerTo('POST', path, { body: {}, headers: { authorization } })).toEqual(
          refusal(403, 'permission_denied'),
        );
      }
      for (const [method, kind] of [
        ['PUT', 'rollen'],
        ['PATCH', 'zaakobjecten'],
      ] as const) {
        expect(
          await answerTo(method, `/${kind}/${nothing}`, { body: {}, headers: { authorization } }),
        ).toEqual(refusal(403, 'permission_denied'));
      }
    });
    it('asks for a token at the catalogue too', async () => {
      expect(
        await answerTo('GET', '/zaaktypen', { api: 'CATALOGI', headers: { authorization: null } }),
      ).toEqual(refusal(403, 'not_authenticated'));
    });
  });

  describe('refuses a request that is not as the standard says', () => {
    it('without the reference system of the answer', async () => {
      expect(await answerTo('GET', '/zaken', { headers: { 'accept-crs': null } })).toEqual(
        refusal(412, 'precondition_failed'),
      );
    });
    it('with a reference system that it does not have', async () => {
      expect(await answerTo('GET', '/zaken', { headers: { 'accept-crs': 'EPSG:28992' } })).toEqual(
        refusal(406, 'not_acceptable'),
      );
    });
    it('without, or with a wrong, reference system of what is sent', async () => {
      const body = { uuid__in: [family] };
      expect(await answerTo('POST', '/zaken/_zoek', { body, headers: { 'content-crs': null } })).toEqual(
        refusal(412, 'precondition_failed'),
      );
      expect(
        await answerTo('POST', '/zaken/_zoek', { body, headers: { 'content-crs': 'EPSG:28992' } }),
      ).toEqual(refusal(406, 'not_acceptable'));
    });
    it('with a parameter that does not exist', async () => {
      const expected = invalid('nonFieldErrors', 'unknown-parameters');
      expect(await answerTo('GET', '/zaken?kleur=rood')).toEqual(expected);
      expect(await answerTo('GET', `/zaken/${family}?kleur=rood`)).toEqual(expected);
      expect(await answerTo('GET', '/rollen?kleur=rood')).toEqual(expected);
      expect(await answerTo('POST', '/zaken/_zoek?kleur=rood', { body: { uuid__in: [family] } })).toEqual(
        expected,
      );
      expect(await answerTo('GET', '/zaaktypen?kleur=rood', { api: 'CATALOGI' })).toEqual(expected);
    });
    it('for a search without a criterion', async () => {
      expect(await answerTo('POST', '/zaken/_zoek', { body: {} })).toEqual(
        invalid('nonFieldErrors', 'empty_search_body'),
      );
    });
    it('for a relation that cannot be expanded', async () => {
      expect(await answerTo('GET', '/zaken?expand=buren')).toEqual(invalid('expand.0', 'invalid'));
    });
    it('for a page that is not there', async () => {
      expect(await answerTo('GET', '/zaken?page=0')).toEqual(refusal(404, 'not_found'));
      expect(await answerTo('GET', '/zaken?page=9999')).toEqual(refusal(404, 'not_found'));
    });
    it('for a case, a role or a place that is not there', async () => {
      for (const path of [
        `/zaken/${nothing}`,
        `/rollen/${nothing}`,
        `/zaken/${nothing}/zaakeigenschappen`,
        '/elders',
      ]) {
        expect(await answerTo('GET', path)).toEqual(refusal(404, 'not_found'));
      }
    });
    it('for a content that is no JSON', async () => {
      const answer = await call(running, 'POST', '/zaken/_zoek', {
        body: { uuid__in: [family] },
        headers: { 'content-type': 'application/xml' },
      });
      expect(answer.status).toBe(415);
    });
  });

  describe('checks what is registered', () => {
    const newCase = () => ({
      identificatie: 'LT1/2026-0001',
      bronorganisatie: municipalityRsin,
      verantwoordelijkeOrganisatie: municipalityRsin,
      zaaktype: link(running, 'zaaktypen', caseTypeOf('LT-GEZIN').uuid),
      startdatum: '2026-11-02',
    });
    const newRole = (inpBsn: string) => ({
      zaak: `${running.settings['LOCAL_TEAM_ZAKEN_URL']}/zaken/${family}`,
      betrokkeneType: 'natuurlijk_persoon',
      roltype: link(running, 'roltypen', caseTypeOf('LT-GEZIN').roles[0]?.uuid),
      betrokkeneIdentificatie: { inpBsn },
    });

    it('refuses a citizen service number that fails the eleven-test, and does not repeat it', async () => {
      const answer = await answerTo('POST', '/rollen', { body: newRole('999999999') });
      expect(answer).toEqual(invalid('betrokkeneIdentificatie.inpBsn', 'invalid'));
      expect(JSON.stringify(answer)).not.toContain('999999999');
    });
    it('corrects who a role is about in its own place, and refuses to move the role or what it does not know', async () => {
      const made = await call(running, 'POST', '/rollen', { body: newRole(grootEsselink.edwin.bsn) });
      const path = `/rollen/${String(made.body['uuid'])}`;
      const corrected = await call(running, 'PUT', path, { body: newRole(grootEsselink.bets.bsn) });
      expect([corrected.status, corrected.body['uuid'], corrected.body['registratiedatum']]).toEqual([
        200,
        made.body['uuid'],
        made.body['registratiedatum'],
      ]);
      expect((await call(running, 'GET', path)).body).toEqual(corrected.body);
      const zaak = `${running.settings['LOCAL_TEAM_ZAKEN_URL']}/zaken/${uuidOf('zaak LT2/2026-0644')}`;
      expect(await answerTo('PUT', path, { body: { ...newRole(''), zaak } })).toEqual(
        invalid('zaak', 'wijzigen-niet-toegelaten'),
      );
      expect(await answerTo('PUT', path, { body: newRole('999999999') })).toEqual(
        invalid('betrokkeneIdentificatie.inpBsn', 'invalid'),
      );
      expect(await answerTo('PUT', `/rollen/${nothing}`, { body: newRole('') })).toEqual(
        refusal(404, 'not_found'),
      );
    });
    it('moves a household to another address, and refuses to make another thing of it', async () => {
      const path = `/zaakobjecten/${uuidOf('huishouden LT2/2026-0644')}`;
      const before = await call(running, 'GET', path);
      const objectIdentificatie = { nummer: 'EEN-ANDER', isGehuisvestIn: { identificatie: 'ELDERS' } };
      const moved = await call(running, 'PATCH', path, { body: { objectIdentificatie } });
      expect(moved.body).toMatchObject({ uuid: before.body['uuid'], objectIdentificatie });
      expect(
        await answerTo('PATCH', path, {
          body: { objectType: 'natuurlijk_persoon', objectIdentificatie: {} },
        }),
      ).toEqual(invalid('objectType', 'wijzigen-niet-toegelaten'));
      expect(await answerTo('PATCH', `/zaakobjecten/${nothing}`, { body: {} })).toEqual(
        refusal(404, 'not_found'),
      );
    });
    it('refuses a role that belongs to another kind of case', async () => {
      const roltype = link(running, 'roltypen', caseTypeOf('LT-DOEL').roles[0]?.uuid);
      expect(
        await answerTo('POST', '/rollen', { body: { ...newRole(grootEsselink.johan.bsn), roltype } }),
      ).toEqual(invalid('nonFieldErrors', 'zaaktype-mismatch'));
    });
    it('refuses a case without its start, with a number that is too long or taken, or of an unknown kind', async () => {
      const { startdatum: _startdatum, ...withoutStart } = newCase();
      expect(await answerTo('POST', '/zaken', { body: withoutStart })).toEqual(
        invalid('startdatum', 'required'),
      );
      expect(
        await answerTo('POST', '/zaken', { body: { ...newCase(), identificatie: 'x'.repeat(41) } }),
      ).toEqual(invalid('identificatie', 'max_length'));
      expect(
        await answerTo('POST', '/zaken', { body: { ...newCase(), identificatie: 'LT1/2025-0217' } }),
      ).toEqual(invalid('identificatie', 'identificatie-niet-uniek'));
      expect(
        await answerTo('POST', '/zaken', {
          body: { ...newCase(), zaaktype: link(running, 'zaaktypen', nothing) },
        }),
      ).toEqual(invalid('zaaktype', 'bad-url'));
    });
    it('refuses a part of a part', async () => {
      const hoofdzaak = `${running.settings['LOCAL_TEAM_ZAKEN_URL']}/zaken/${uuidOf('zaak LT1/2025-0217-PLAN-1')}`;
      expect(await answerTo('POST', '/zaken', { body: { ...newCase(), hoofdzaak } })).toEqual(
        invalid('hoofdzaak', 'deelzaak-als-hoofdzaak'),
      );
    });
    it('ends a case by its final status, and only when it has a result', async () => {
      const plan = uuidOf('zaak LT1/2025-0217-DOEL-3');
      const zaak = `${running.settings['LOCAL_TEAM_ZAKEN_URL']}/zaken/${plan}`;
      const type = caseTypeOf('LT-DOEL');
      const end = {
        zaak,
        statustype: link(running, 'statustypen', type.statuses[1]?.uuid),
        datumStatusGezet: '2026-11-02T12:00:00Z',
      };
      expect(await answerTo('POST', '/statussen', { body: end })).toEqual(
        invalid('nonFieldErrors', 'resultaat-does-not-exist'),
      );
      const resultaattype = link(running, 'resultaattypen', type.resultTypeUuid);
      expect((await call(running, 'POST', '/resultaten', { body: { zaak, resultaattype } })).status).toBe(
        201,
      );
      expect((await call(running, 'POST', '/statussen', { body: end })).status).toBe(201);
      expect((await call(running, 'GET', `/zaken/${plan}`)).body['einddatum']).toBe('2026-11-02');
    });
  });

  it('gives its cases in pages that lead to each other', async () => {
    const first = await call(running, 'GET', '/zaken?pageSize=7');
    const second = await call(running, 'GET', '/zaken?pageSize=7&page=2');
    expect(first.body['previous']).toBeNull();
    expect(first.body['next']).toMatch(/\/zaken\?pageSize=7&page=2$/);
    expect(second.body['previous']).toMatch(/page=1$/);
    expect(second.body['count']).toBe(first.body['count']);
    expect(second.body['results']).toHaveLength(7);
  });

  it('finds a person by number only in what is sent, and every answer says its version and reference system', async () => {
    const answer = await call(running, 'POST', '/zaken/_zoek', {
      body: {
        rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn: grootEsselink.edwin.bsn,
        zaaktype: link(running, 'zaaktypen', caseTypeOf('LT-GEZIN').uuid),
      },
    });
    expect(answer.status).toBe(200);
    expect(answer.body['results']).toMatchObject([{ identificatie: 'LT2/2026-0644' }]);
    expect(answer.headers.get('api-version')).toBe('1.5.1');
    expect(answer.headers.get('content-crs')).toBe('EPSG:4326');
  });

  it('has a family that is filed now, and a number that is corrected now, again after a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gezinsbeeld-local-team-'));
    const first = await startLocalTeamSource({ port: 0, dataFolder: folder });
    await fileFamily(first, 'LT1/2026-0777', addresses.schakelstraat.key, [teamRole], []);
    await localTeamActTwo['6 wrong number']?.(first);
    await first.close();
    const again = await startLocalTeamSource({ port: 0, dataFolder: folder });
    const found = await call(again, 'GET', '/zaken?identificatie=LT1/2026-0777&expand=rollen,zaakobjecten');
    const corrected = await call(again, 'POST', '/zaken/_zoek', {
      body: { rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn: deJager.paolo.bsn },
    });
    await again.close();
    rmSync(folder, { recursive: true });
    expect(corrected.body['results']).toEqual(
      expect.arrayContaining([expect.objectContaining({ identificatie: 'LT1/2025-0217' })]),
    );
    expect(found.body['results']).toMatchObject([
      {
        startdatum: '2026-10-30',
        _expand: { rollen: [{ omschrijving: 'Team' }], zaakobjecten: [{ objectType: 'huishouden' }] },
      },
    ]);
  });
});

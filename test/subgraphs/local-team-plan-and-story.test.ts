/** What a plan says of the family's wishes and network, and who read its story. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { signedContextHeader } from '../../adapter-kit/access/signed-context.js';
import { createKeySealer, DEMONSTRATION_KEY_TOKEN_SECRET } from '../../adapter-kit/key-token.js';
import { addresses, grootEsselink } from '../../simulated-sources/families.js';
import { type Asker, type Asking, openAsking, pseudonymOf } from '../access/local-team-asking.js';
import { fileFamily, teamRole } from '../simulated-sources/local-team-registrar.js';

const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Household {
  familyPlans { wishes goodEnough network }
  stories { versions { writtenOn readBy { role unit on } } }
} } }`;
const sealer = createKeySealer(DEMONSTRATION_KEY_TOKEN_SECRET, 'LOCAL_TEAM');

let asking: Asking;
beforeAll(async () => {
  asking = await openAsking();
});
afterAll(async () => {
  await asking.stop();
});

async function ask(reference: string, asker: Asker = 'fixed-face') {
  const key = { state: 'REFERENCES', references: [reference], members: {}, subject: null } as const;
  return asking.subgraph.handle({
    query,
    variables: { r: [{ __typename: 'Household', localTeamKey: sealer.seal(key) }] },
    headers: {
      [signedContextHeader]: await asking.tokenOf(
        asker,
        'local-team',
        undefined,
        asker === 'fixed-face' ? reference : undefined,
      ),
    },
  });
}

it('the plan says what the family wishes, what is good enough and who helps; the story who read it', async () => {
  const { data, errors } = await ask('LT1/2025-0217');
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    _entities: [
      {
        familyPlans: [
          {
            wishes: ['Rust in huis.', 'De meisjes vaker zien.'],
            goodEnough: ['Er is elke dag eten en een jas.', 'Geen ruzie waar de kinderen bij zijn.'],
            network: ['Een tante zorgt voor de meisjes.'],
          },
        ],
        stories: [
          {
            versions: [
              { writtenOn: '2026-02-16', readBy: [] },
              {
                writtenOn: '2025-03-17',
                readBy: [
                  { role: 'fixed face', unit: 'LT1', on: '2025-09-18' },
                  { role: 'jeugdbeschermer', unit: 'GI1', on: '2026-04-10' },
                ],
              },
            ],
          },
        ],
      },
    ],
  });
});

it("a member of the family is told who of the own team read the story, and of nobody's inquiry by who else did", async () => {
  for (const name of ['parent-with-authority', 'youth-12-up'] as const) {
    const { johan, teun } = grootEsselink;
    const person = pseudonymOf(name === 'youth-12-up' ? teun : johan);
    const { data } = await ask('LT1/2025-0217', { function: name, person });
    expect(data).toMatchObject({
      _entities: [
        {
          stories: [
            {
              versions: [{ readBy: [] }, { readBy: [{ role: 'fixed face', unit: 'LT1', on: '2025-09-18' }] }],
            },
          ],
        },
      ],
    });
  }
}, 60_000);

it('a plan that says nothing of it has empty lists', async () => {
  const { data } = await ask('LT1/2026-0817');
  expect(data).toMatchObject({ _entities: [{ familyPlans: [{ wishes: [], goodEnough: [], network: [] }] }] });
});

it('who read the story in words that do not read is an error of the file', async () => {
  const reference = 'LT1/2026-7901';
  await fileFamily(
    asking.running,
    reference,
    addresses.schakelstraat.key,
    [teamRole],
    [
      {
        type: 'LT-VERHAAL',
        number: 'VERHAAL-1',
        since: '2026-10-30',
        properties: { tekst: 'Ons verhaal.', gelezen_door: 'iemand van de GI, in het voorjaar' },
      },
    ],
  );
  const { errors } = await ask(reference);
  expect(errors?.map(({ extensions }) => extensions['reason'])).toContain('CONTRACT_BROKEN');
});

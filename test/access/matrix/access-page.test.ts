import { describe, expect, it } from '@jest/globals';
import { renderAccessPage } from '../../../subgraphs/access-page.js';
import { renderSummary, summariseAccess } from '../../../subgraphs/access-summary.js';
import { createOwner } from '../../../subgraphs/owner-rules.js';

const words = '@law("Wmo 2015 art. 5.2.6") @nl("Daarom.") @en("Because.") @ask("Veilig Thuis")';
const owner = createOwner(
  'veilig-thuis',
  `
@id("a-shield") ${words}
forbid (principal, action in [Action::"ReadContent", Action::"ReadHeader", Action::"RequestRelease"], resource)
when { context.shielded && context.locationBearing };
@id("to-vt") ${words}
permit (principal == Function::"vt", action == Action::"ReadContent", resource == RecordType::"report");
@id("handed-over") ${words}
permit (principal, action == Action::"ReadHeader", resource == RecordType::"report")
when { [Function::"fixed-face"].contains(principal) } unless { !context.handedOver || context.noticePending };
@id("by-consent") ${words} @release("consent")
permit (principal == Function::"rvt-duo", action == Action::"RequestRelease", resource == RecordType::"report");
@id("why-not") ${words}
permit (principal, action == Action::"ExplainDenial", resource == RecordType::"report");
@id("nobody-else-counts") ${words}
forbid (principal, action == Action::"CountRecords", resource) unless { principal == Function::"architect" };
@id("counted") ${words}
permit (principal, action == Action::"CountRecords", resource == RecordType::"report");
`,
);

describe('the page for lawyers', () => {
  const page = renderAccessPage([owner]);

  it('says first that it is a proposal and no law', () => {
    expect(page.split('\n').slice(2, 5).join(' ')).toContain('It is not law');
  });

  it('says in words what each function is given, when, and by which rule', () => {
    expect(page).toContain('| Veilig Thuis | **Content**. | `to-vt`, `why-not` |');
    expect(page).toContain(
      "| fixed face (vast gezicht) of the local team | **Header** if it was handed over to the asker's kind of organisation, and nothing keeps it from whoever asks until they were told. Else nothing. | `handed-over`, `why-not` |",
    );
    expect(page).toContain('| **By consent** of the person concerned. | `by-consent`, `why-not` |');
    expect(page).toContain(
      'to anybody: **nothing** if the case is shielded from whoever asks, and it tells where somebody is (`a-shield`)',
    );
    expect(page).toContain('| `to-vt` | Wmo 2015 art. 5.2.6 | Daarom. | Because. | Veilig Thuis |');
  });

  it('says what is counted for whom, beside what is shown, and by which rules', () => {
    expect(page).toContain(
      '| architect or policy maker | Nothing. **Counts** of ten households or more. | `counted`, `why-not` |',
    );
    expect(page.match(/\*\*Counts\*\* of ten/g)).toHaveLength(1);
    for (const rule of ['counted', 'nobody-else-counts'])
      expect(page).toContain(`| \`${rule}\` | Wmo 2015 art. 5.2.6 |`);
  });

  it('says for which purpose something is counted, also by who keeps none of it', () => {
    const counting = createOwner(
      'household',
      `
@id("for-one-purpose") ${words}
permit (principal == Function::"architect", action == Action::"CountRecords", resource == RecordType::"report")
when { context.activity == "a-study" };
@id("no-other-purpose") ${words}
forbid (principal, action == Action::"CountRecords", resource == RecordType::"report") unless { context.activity == "a-study" };
`,
    );
    const both = renderAccessPage([owner, counting]);
    expect(both).toContain('### Kept by Veilig Thuis');
    const [, counted] = both.split('### Counted, and not kept, by the household register');
    expect(counted).toContain(
      '| architect or policy maker | Nothing. **Counts** of ten households or more if the purpose is `a-study`. | `for-one-purpose` |',
    );
    expect(counted).toContain('| `no-other-purpose` | Wmo 2015 art. 5.2.6 |');
  });

  it('says of a kind of record that nobody has rules about that it is shown to nobody', () => {
    expect(page).toMatch(/## 19\. Criminal data\n\nNo owner has rules about such records/);
  });

  it('is not written at all of a rule that it cannot read out', () => {
    const tooClever = `@id("too-clever") ${words}
permit (principal == Function::"vt", action == Action::"ReadContent", resource == RecordType::"report")
when { context.activity like "*-anything" };`;
    expect(() => renderAccessPage([createOwner('raad', tooClever)])).toThrow('"too-clever"');
  });
});

describe('the summary for the gateway', () => {
  it('says what a function may ever see, why it sees none, and who decides', async () => {
    const summary = await summariseAccess([owner], []);
    expect(summary.vt.report).toEqual({
      visibility: 'MAY_BE_FILTERED',
      explanation: null,
      owners: ['veilig-thuis'],
      countedBy: [],
    });
    expect(summary.architect.report).toMatchObject({
      visibility: 'NONE',
      explanation: { rule: 'why-not' },
      countedBy: ['veilig-thuis'],
    });
    expect(summary.vt.measure).toEqual({ visibility: 'NONE', explanation: null, owners: [], countedBy: [] });
    expect(JSON.parse(renderSummary(summary))).toEqual(summary);
  });
});

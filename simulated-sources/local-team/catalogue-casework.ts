/** The kinds of case in which the simulated municipality's teams keep their casework, with what each may carry. */
type PropertyTold = readonly [
  name: string,
  definition: string,
  format: 'tekst' | 'datum',
  values?: readonly string[],
];

const party: readonly PropertyTold[] = [
  ['functie', 'Wat deze professional doet', 'tekst'],
  ['organisatie', 'Naam van de organisatie waarvoor deze professional werkt', 'tekst'],
  ['skj_nummer', 'Nummer in het kwaliteitsregister SKJ', 'tekst'],
  [
    'grond',
    'Waarom getoond mag worden dat deze professional betrokken is',
    'tekst',
    ['toestemming', 'vrijgave'],
  ],
  ['intake', 'Dag waarop deze professional het verhaal van het gezin opnieuw opnam', 'datum'],
];
const domain: PropertyTold = [
  'domein',
  'Waarvoor deze professional er is',
  'tekst',
  [
    'veiligheid',
    'raadsonderzoek',
    'bescherming',
    'ondersteuning',
    'jeugdhulp',
    'onderwijs',
    'wonen',
    'overig',
  ],
];

/** Kind, description and properties of each. */
export const caseworkTypes: readonly (readonly [
  identification: string,
  description: string,
  properties: readonly PropertyTold[],
])[] = [
  [
    'LT-MEDEWERKER',
    'Medewerker van het team bij het gezin',
    [
      domain,
      ['draagt_casus', 'ja of nee: of deze medewerker de casus draagt', 'tekst', ['ja', 'nee']],
      ['skj_nummer', 'Nummer in het kwaliteitsregister SKJ', 'tekst'],
      ['intake', 'Dag waarop deze medewerker het verhaal van het gezin opnieuw opnam', 'datum'],
      ['contact_na_verzoek', 'Dag van het eerste contact nadat het team werd gevraagd', 'datum'],
    ],
  ],
  ['LT-BETROKKENE', 'Professional van buiten het team bij het gezin', [domain, ...party]],
  ['LT-BETROKKENE-SCHULDEN', 'Professional van buiten het team, geldzaken', party],
  ['LT-BETROKKENE-GGZ', 'Professional van buiten het team, geestelijke gezondheid', party],
  [
    'LT-CONTACTMOMENT',
    'Dat iemand gezien of gesproken is',
    [['wijze', 'Hoe', 'tekst', ['gezien', 'alleen gesproken', 'gebeld']]],
  ],
  [
    'LT-ZORG',
    'Zorg over iemand',
    [
      ['feit', 'Wat gezien of gehoord is', 'tekst'],
      ['etiket', 'Het woord dat ervoor gebruikt is', 'tekst'],
      ['soort', 'Feit of mening', 'tekst', ['feit', 'mening']],
      ['aard', 'Waar de zorg over gaat', 'tekst'],
      ['ernst', 'Hoe ernstig', 'tekst', ['licht', 'matig', 'ernstig']],
      ['waargenomen_op', 'Dag, maand of jaar waarin het is waargenomen', 'tekst'],
      ['door', 'Wie het waarnam; leeg: het team zelf', 'tekst'],
      ['reactie', 'Wat het gezin ervan zegt', 'tekst'],
      ['reactie_van', 'Wie dat zegt', 'tekst'],
      ['reactie_op', 'Dag van de reactie', 'datum'],
    ],
  ],
  [
    'LT-AFSPRAAK',
    'Afspraak met het gezin',
    [
      ['afspraak', 'Wat is afgesproken', 'tekst'],
      ['uiterlijk_op', 'Dag waarop het gedaan moet zijn', 'datum'],
    ],
  ],
  [
    'LT-BETROKKENENLIJST',
    'Wie volgens het team bij het gezin betrokken zijn',
    [['betrokken', 'Op elke regel een organisatie; of niemand', 'tekst']],
  ],
  [
    'LT-KOSTEN',
    'Kosten van hulp in een periode',
    [
      ['categorie', 'Welke hulp', 'tekst'],
      ['kader', 'Vrijwillig of gedwongen', 'tekst', ['vrijwillig', 'gedwongen']],
      ['aantal', 'Aantal eenheden', 'tekst'],
      ['eenheid', 'Wat geteld wordt', 'tekst', ['minuut', 'uur', 'dag', 'maand', 'stuk']],
      ['tarief_centen', 'Tarief per eenheid in eurocenten', 'tekst'],
      ['voor_gezin', 'ja of nee: of het voor het hele gezin is', 'tekst', ['ja', 'nee']],
    ],
  ],
];

/** Who asks, for what and under which case, above the editors: as a persona of the simulation, or by a pasted token. */
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { createElement, Fragment, type ReactNode, useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import type { Asker } from './asker.js';
import {
  type Activity,
  type Asking,
  activitiesOf,
  type Choice,
  choiceOf,
  functionInToken,
  type Persona,
} from './asking.js';

export interface AskerPickerProps {
  readonly asking: Asking;
  readonly asker: Asker;
  readonly choice: Choice;
  readonly onChoose: (choice: Choice) => void;
  /** Where on the page it stands. */
  readonly place: HTMLElement;
}

/** Has to be called inside GraphiQL, which it lets read the schema as soon as somebody may. */
export function AskerPicker({ asking, asker, choice, onChoose, place }: AskerPickerProps): ReactNode {
  const refusal = useRefusal(asker);
  useSchemaForWhoeverAsks(choice);
  if (asking.by === 'OPEN') {
    return createPortal(createElement('p', null, openNotice), place);
  }
  const persona = asking.personas.find(({ name }) => name === choice.persona) ?? null;
  const functionName = persona?.function ?? functionInToken(choice.token);
  const activities = activitiesOf(asking.activities, functionName);
  const activity = activities.find(({ id }) => id === choice.activity) ?? null;
  const change = (part: Partial<Choice>): void => onChoose({ ...choice, ...part });

  return createPortal(
    createElement(
      Fragment,
      null,
      asking.by === 'PERSONA' ? personaField(asking, choice, onChoose) : tokenField(choice, change),
      activityField(activities, choice, change),
      textField('case-reference', 'Case-Reference', choice.caseReference, (caseReference) =>
        change({ caseReference }),
      ),
      activity?.breaksGlass
        ? textField('reason', 'Break-Glass-Reason', choice.reason, (reason) => change({ reason }))
        : null,
      createElement('p', { id: 'asker', 'aria-live': 'polite' }, describe(choice, persona, activity)),
      refusal === null ? null : createElement('p', { id: 'refusal', role: 'alert' }, refusal),
    ),
    place,
  );
}

const openNotice =
  'No access rules stand at this gateway (--open): whoever asks is answered. Case-Reference, where it is needed, is a header of the tab.';

function useRefusal(asker: Asker): string | null {
  const [refusal, setRefusal] = useState<string | null>(null);
  useEffect(() => asker.onRefusal(setRefusal), [asker]);
  return refusal;
}

/** Introspection is a question like any other: it is asked again when who was refused may be somebody now. */
function useSchemaForWhoeverAsks({ persona, token, activity, caseReference }: Choice): void {
  const hasSchema = useGraphiQL(({ schema }) => Boolean(schema));
  const { introspect } = useGraphiQLActions();
  const isSomebody = (persona !== '' || token.trim() !== '') && activity !== '';
  // For each choice that may change the answer, and not for each drawing of the page.
  useEffect(() => {
    if (!hasSchema && isSomebody) void introspect();
  }, [persona, token, activity, caseReference]);
}

function personaField(asking: Asking, choice: Choice, onChoose: (choice: Choice) => void): ReactNode {
  const groups = [...new Set(asking.personas.map(groupOf))];
  return createElement(
    Fragment,
    null,
    createElement('label', { htmlFor: 'persona' }, 'Ask as'),
    createElement(
      'select',
      {
        id: 'persona',
        value: choice.persona,
        'aria-describedby': 'asker',
        onChange: ({ target }: { readonly target: HTMLSelectElement }) =>
          onChoose(choiceOf(asking, target.value)),
      },
      createElement('option', { value: '' }, 'nobody: without a token'),
      groups.map((group) =>
        createElement(
          'optgroup',
          { key: group, label: group },
          asking.personas
            .filter((persona) => groupOf(persona) === group)
            .map(({ name, about }) =>
              createElement('option', { key: name, value: name }, `${name}: ${about}`),
            ),
        ),
      ),
    ),
  );
}

function groupOf({ organisationInWords }: Persona): string {
  return organisationInWords ?? 'family members';
}

function tokenField({ token }: Choice, change: (part: Partial<Choice>) => void): ReactNode {
  return createElement(
    Fragment,
    null,
    createElement('label', { htmlFor: 'token' }, 'Access token'),
    createElement('input', {
      id: 'token',
      // Nobody reads it over a shoulder, and no browser offers to keep it.
      type: 'password',
      autoComplete: 'off',
      value: token,
      'aria-describedby': 'asker',
      onChange: ({ target }: { readonly target: HTMLInputElement }) => change({ token: target.value }),
    }),
  );
}

function activityField(
  activities: readonly Activity[],
  { activity }: Choice,
  change: (part: Partial<Choice>) => void,
): ReactNode {
  return createElement(
    Fragment,
    null,
    createElement('label', { htmlFor: 'activity' }, 'Processing-Activity'),
    createElement(
      'select',
      {
        id: 'activity',
        value: activity,
        'aria-describedby': 'asker',
        onChange: ({ target }: { readonly target: HTMLSelectElement }) =>
          change({ activity: target.value, reason: '' }),
      },
      createElement('option', { value: '' }, 'none'),
      activities.map(({ id, dutchName }) =>
        createElement('option', { key: id, value: id }, `${id.slice(id.lastIndexOf('/') + 1)}: ${dutchName}`),
      ),
    ),
  );
}

function textField(id: string, label: string, value: string, change: (value: string) => void): ReactNode {
  return createElement(
    Fragment,
    null,
    createElement('label', { htmlFor: id }, label),
    createElement('input', {
      id,
      type: 'text',
      autoComplete: 'off',
      value,
      onChange: ({ target }: { readonly target: HTMLInputElement }) => change(target.value),
    }),
  );
}

function describe(choice: Choice, persona: Persona | null, activity: Activity | null): string {
  const who = persona
    ? `${persona.about} (${persona.functionInWords}${persona.organisationInWords === null ? '' : `, ${persona.organisationInWords}`}).`
    : choice.token.trim() === ''
      ? 'Nobody: no access token goes with the question.'
      : 'Whoever the token says.';
  return `${who} ${activity ? activity.meaning : 'No processing activity is chosen.'}`;
}

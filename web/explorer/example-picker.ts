/** The list of examples above the editors: choose one, open it in a tab of its own. */
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { createElement, type ReactNode, useState } from 'react';
import { createPortal } from 'react-dom';
import type { Example } from '../examples/example.js';
import type { Asking } from './asking.js';

export interface ExamplePickerProps {
  readonly examples: readonly Example[];
  /** The one that is open at first. */
  readonly first: Example;
  /** How one asks here. */
  readonly by: Asking['by'];
  /** Told of each that is opened. */
  readonly onOpen: (example: Example) => void;
  /** Where on the page it stands. */
  readonly place: HTMLElement;
}

/** Stands in another place of the page than where it is called, and has to be called inside GraphiQL to reach its tabs. */
export function ExamplePicker({ examples, first, by, onOpen, place }: ExamplePickerProps): ReactNode {
  const [chosen, setChosen] = useState(first);
  const { addTab, updateActiveTabValues } = useGraphiQLActions();
  const editors = useGraphiQL(({ queryEditor, variableEditor, headerEditor }) => ({
    queryEditor,
    variableEditor,
    headerEditor,
  }));

  const open = (): void => {
    const tab = toTab(chosen, by);
    onOpen(chosen);
    addTab();
    updateActiveTabValues(tab);
    editors.queryEditor?.setValue(tab.query);
    editors.variableEditor?.setValue(tab.variables);
    editors.headerEditor?.setValue(tab.headers);
    editors.queryEditor?.focus();
  };

  return createPortal(
    [
      createElement('label', { key: 'label', htmlFor: 'example' }, 'Example'),
      createElement(
        'select',
        {
          key: 'select',
          id: 'example',
          value: chosen.family,
          'aria-describedby': 'story',
          onChange: ({ target }: { readonly target: HTMLSelectElement }) =>
            setChosen(examples.find(({ family }) => family === target.value) ?? first),
        },
        examples.map(({ family, title }) =>
          createElement('option', { key: family, value: family }, `${family}  ${title}`),
        ),
      ),
      createElement('button', { key: 'open', type: 'button', onClick: open }, 'Open in a new tab'),
      createElement('p', { key: 'story', id: 'story', 'aria-live': 'polite' }, storyOf(chosen, by)),
      createElement(
        'p',
        { key: 'keys' },
        'Ctrl+Enter asks. In an editor Tab indents; Ctrl+M lets Tab go on to what follows. Nothing that you type is kept when the page closes.',
      ),
    ],
    place,
  );
}

/** An example as the values of a tab. Where access rules stand, the case goes with who asks. */
export function toTab({ query, variables, caseReference }: Example, by: Asking['by']) {
  return {
    query,
    variables: JSON.stringify(variables, null, 2),
    headers:
      by === 'OPEN' && caseReference !== undefined
        ? JSON.stringify({ 'Case-Reference': caseReference }, null, 2)
        : '',
  };
}

function storyOf({ story, caseReference, askAs }: Example, by: Asking['by']): string {
  if (by === 'TOKEN') return story;
  if (by === 'OPEN')
    return caseReference === undefined ? story : `${story} Header: Case-Reference ${caseReference}.`;
  return `${story} Asked as ${askAs}.`;
}

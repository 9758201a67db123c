/** What stands above the editors: the examples and who asks. An example that is opened brings the one who may see it. */
import { createElement, Fragment, type ReactNode, useState } from 'react';
import type { Example } from '../examples/example.js';
import type { Asker } from './asker.js';
import { AskerPicker } from './asker-picker.js';
import { type Asking, type Choice, choiceOf } from './asking.js';
import { ExamplePicker } from './example-picker.js';

export interface ExplorerBarProps {
  readonly examples: readonly Example[];
  /** The one that is open at first, and who asks it. */
  readonly first: Example;
  readonly choice: Choice;
  readonly asking: Asking;
  readonly asker: Asker;
  /** Where on the page they stand. */
  readonly places: { readonly examples: HTMLElement; readonly asking: HTMLElement };
}

export function ExplorerBar(properties: ExplorerBarProps): ReactNode {
  const { examples, first, asking, asker, places } = properties;
  const [choice, setChoice] = useState(properties.choice);
  const choose = (next: Choice): void => {
    // The next question may come before the page is drawn again.
    asker.choose(next);
    setChoice(next);
  };
  return createElement(
    Fragment,
    null,
    createElement(ExamplePicker, {
      examples,
      first,
      by: asking.by,
      onOpen: ({ askAs }) => {
        if (asking.by === 'PERSONA') choose(choiceOf(asking, askAs));
      },
      place: places.examples,
    }),
    createElement(AskerPicker, { asking, asker, choice, onChoose: choose, place: places.asking }),
  );
}

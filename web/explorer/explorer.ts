/**
 * The explorer: GraphiQL over this gateway, with the examples of the twelve families and who asks. It asks nothing of any other
 * host, and keeps nothing.
 */
import 'graphiql/style.css';
import './explorer.css';
import { GraphiQL } from 'graphiql';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import type { Example } from '../examples/example.js';
import { createAsker } from './asker.js';
import { choiceOf, loadAsking } from './asking.js';
import { toTab } from './example-picker.js';
import { ExplorerBar } from './explorer-bar.js';
import { createMemoryStorage } from './memory-storage.js';

declare global {
  /** File names of Monaco's workers by the label that it asks for; put in by scripts/build-explorer.mjs. */
  const EXPLORER_WORKERS: Readonly<Record<string, string>>;
}

window.MonacoEnvironment = {
  getWorker: (_, label) =>
    new Worker(new URL(EXPLORER_WORKERS[label] ?? EXPLORER_WORKERS['editor'] ?? '', import.meta.url)),
};

const page = { main: elementOf('explorer'), examples: elementOf('examples'), asking: elementOf('asking') };
const [examples, asking] = await Promise.all([
  loadExamples(page.examples.dataset['examples'] ?? ''),
  loadAsking(),
]);
const asked = new URLSearchParams(location.search).get('example');
const first = examples.find(({ family }) => family === asked) ?? examples[0];
if (!first) throw new Error('expected at least one example');
const tab = toTab(first, asking.by);
const choice = choiceOf(asking, first.askAs);
const asker = createAsker(choice);

createRoot(page.main).render(
  createElement(
    GraphiQL,
    {
      fetcher: async (parameters, options) => {
        const headers = new Headers({ 'content-type': 'application/json', ...(await asker.headers()) });
        // What is written in the tab stands over what was chosen above it.
        for (const [name, value] of Object.entries(options?.headers ?? {})) headers.set(name, value);
        const response = await fetch(new URL('graphql', document.baseURI), {
          method: 'POST',
          headers,
          body: JSON.stringify(parameters),
        });
        const answer = await response.json();
        asker.hear(response.status, answer);
        return answer;
      },
      storage: createMemoryStorage(),
      initialQuery: tab.query,
      initialVariables: tab.variables,
      initialHeaders: tab.headers,
      defaultEditorToolsVisibility: tab.headers === '' ? 'variables' : 'headers',
      showPersistHeadersSettings: false,
      // GraphiQL's other plugin is a history of what was asked.
      plugins: [],
    },
    createElement(
      GraphiQL.Logo,
      null,
      createElement(ExplorerBar, { examples, first, asking, asker, choice, places: page }),
    ),
  ),
);

function elementOf(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`expected an element ${id} in the page`);
  return element;
}

async function loadExamples(url: string): Promise<readonly Example[]> {
  // Written by the build of this page from web/examples, so its form is known.
  return (await (await fetch(new URL(url, document.baseURI))).json()) as readonly Example[];
}

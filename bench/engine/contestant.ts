/**
 * One contestant as a process. The first line of its standard input is JSON with its settings; its first line of output is
 * JSON with its URL, `null` where it has no server. Without a server each next line is a question to put again and again
 * inside this process, answered by a line with what came of it. It ends with its standard input.
 */
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { type ContestantSettings, settingsSchema } from './contestants/contestant-settings.js';
import { type Ask, driveClosed, identityKinds } from './drive.js';
import { type PreparedQuestion, prepareQuestion } from './question.js';

const orderSchema = z.object({
  question: z.object({
    kind: z.enum(['whole', 'raad-lost', 'without-raad']),
    households: z.number(),
    members: z.number(),
  }),
  concurrency: z.number(),
  durationMs: z.number(),
  identities: z.enum(identityKinds),
});

/** Makes what is asked inside the process, or a URL that is asked. */
type Started = { readonly url: string } | { readonly askOf: (question: PreparedQuestion) => Ask };

const lines = createInterface({ input: process.stdin });
lines.once('line', (line) => void run(line));
lines.once('close', () => process.exit(0));

async function run(line: string): Promise<void> {
  const started = await start(settingsSchema.parse(JSON.parse(line)));
  const isServer = 'url' in started;
  if (!isServer) lines.on('line', (order) => void obey(order, started.askOf));
  write({ url: isServer ? started.url : null });
}

/** Loads what the one contestant needs and nothing of the others, whose memory would be counted as its own. */
async function start(settings: ContestantSettings): Promise<Started> {
  switch (settings.kind) {
    case 'aggregator': {
      const [{ createAggregator }, { serveHttp }] = await Promise.all([
        import('./aggregate.js'),
        import('./contestants/serve-http.js'),
      ]);
      const aggregator = createAggregator(settings.urls, settings);
      const url = await serveHttp((body, { authorization = '' }) => {
        const { variables } = JSON.parse(body) as { variables: { ids: readonly string[] } }; // from the benchmark
        return aggregator.answer(variables.ids, authorization);
      });
      return { url };
    }
    case 'aggregator-loop': {
      const { createAggregator } = await import('./aggregate.js');
      const aggregator = createAggregator(settings.urls, settings);
      const askOf =
        ({ ids }: PreparedQuestion): Ask =>
        (variant, identity) =>
          aggregator.answer(ids[variant] ?? [], identity);
      return { askOf };
    }
    case 'engine-loop': {
      const { createEngineLoop } = await import('./contestants/engine-loop.js');
      return { askOf: await createEngineLoop(settings) };
    }
    case 'stock': {
      const [{ createStock }, { serveHttp }] = await Promise.all([
        import('./contestants/stock.js'),
        import('./contestants/serve-http.js'),
      ]);
      return { url: await serveHttp(await createStock(settings)) };
    }
    case 'household-gateway': {
      const { serveHouseholdGateway } = await import('./contestants/household-gateway.js');
      return { url: await serveHouseholdGateway(settings) };
    }
    case 'hive': {
      const { serveHive } = await import('./contestants/hive.js');
      return { url: await serveHive(settings) };
    }
    default:
      throw new Error(`unknown contestant ${settings.kind satisfies never}`);
  }
}

interface Known {
  readonly question: PreparedQuestion;
  readonly ask: Ask;
}

/** What was made ready for a question, once: as a server would keep a document that it has parsed. */
const known = new Map<string, Known>();

async function obey(line: string, askOf: (question: PreparedQuestion) => Ask): Promise<void> {
  try {
    const { question, ...rest } = orderSchema.parse(JSON.parse(line));
    const key = JSON.stringify(question);
    let made = known.get(key);
    if (!made) {
      const prepared = prepareQuestion(question);
      made = { question: prepared, ask: askOf(prepared) };
      known.set(key, made);
    }
    write(await driveClosed(made.ask, { ...rest, question: made.question }));
  } catch (thrown) {
    write({ failed: thrown instanceof Error ? thrown.message : 'no reason given' });
  }
}

function write(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

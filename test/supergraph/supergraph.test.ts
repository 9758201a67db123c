/** One supergraph for all that only asks of it; what takes sources away comes last. */
import { afterAll, beforeAll } from '@jest/globals';
import { describeCombinedOnceConfirmed } from '../combined/once-confirmed.js';
import { describeCombinedView, describeCombinedWithoutOne } from '../combined/over-http.js';
import { type RunningSupergraph, startSupergraph } from '../start-supergraph.js';
import { describeEachSourceLost } from './each-source-lost.js';
import { describeEconomy } from './economy.js';
import { describeEmbeddedEqualsRemote } from './embedded-equals-remote.js';
import { describeFirstReport, describeNumberAtTheEdge } from './first-report.js';
import { describeHttp } from './over-http.js';
import { describeRelayFamily } from './relay-family.js';
import { describeUnreadFeeds } from './unread-feeds.js';

/** Half of what a slow source takes, and more than any other takes on a busy machine. */
const sourceTimeoutMs = 2_500;

let supergraph: RunningSupergraph;
beforeAll(async () => {
  supergraph = await startSupergraph({ sourceTimeoutMs });
}, 60_000);
afterAll(() => supergraph?.stop());

const running = (): RunningSupergraph => supergraph;
describeRelayFamily(running);
describeFirstReport(running);
describeNumberAtTheEdge(running);
describeEconomy(running);
describeCombinedView(running);
describeEmbeddedEqualsRemote(running, sourceTimeoutMs);
describeUnreadFeeds(running);
describeCombinedWithoutOne(running);
describeCombinedOnceConfirmed(running);
describeEachSourceLost(running);
describeHttp(running);

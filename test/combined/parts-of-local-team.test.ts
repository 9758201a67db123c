/** What the local teams contribute to the combined view: in one file because each loads the same modules. */
import './local-team-parts.suite.js';
import './local-team-work-parts.suite.js';
import './local-team-work-read.suite.js';

/** What the Raad contributes to the combined view: in one file because each loads the same modules. */
import './raad-parts.suite.js';
import './raad-work-parts.suite.js';

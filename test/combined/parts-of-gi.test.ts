/** What the GI contributes to the combined view: in one file because each loads the same modules. */
import './gi-cost-parts.suite.js';
import './gi-parts.suite.js';
import './gi-work-parts.suite.js';

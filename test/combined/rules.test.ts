/** The rules of the combined view, and the fields that call them: in one file because each loads the same modules. */
import './concerns-and-handover.suite.js';
import './costs.suite.js';
import './deadlines.suite.js';
import './fields.suite.js';
import './first-protection.suite.js';
import './indicators.suite.js';
import './last-seen.suite.js';
import './legal-calendar.suite.js';
import './people-and-course-fields.suite.js';
import './professionals.suite.js';
import './relay.suite.js';
import './share.suite.js';
import './specialists.suite.js';
import './term-settings.suite.js';
import './timeline.suite.js';

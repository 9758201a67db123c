/** What Veilig Thuis contributes to the combined view: in one file because each loads the same modules. */
import './veilig-thuis-parts.suite.js';
import './veilig-thuis-work-broken.suite.js';
import './veilig-thuis-work-parts.suite.js';

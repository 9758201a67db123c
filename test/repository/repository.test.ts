/** The rules of the repository, in one file because each reads and parses every module. */
import './arrows.js';
import './conventions.js';
import './fictitious-people.js';
import './lock-file.js';

/** Where each simulated organisation keeps what people may ask about their file: rights, articles, terms and desks. All invented. */
import { join } from 'node:path';
import { projectRoot } from '../schema/project-root.js';

export function rightsFileOf(organisation: 'veilig-thuis' | 'raad' | 'gi' | 'local-team'): string {
  return join(projectRoot, 'simulated-sources', organisation, 'rights.json');
}

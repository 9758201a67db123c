/** What was measured, for whoever wants to read it: one line for each figure in the file that `HARDENING_FIGURES` names. */
import { appendFileSync } from 'node:fs';

export function noteFigure(what: string, figures: Readonly<Record<string, number | string>>): void {
  const file = process.env['HARDENING_FIGURES'];
  if (!file) return;
  const told = Object.entries(figures).map(
    ([name, value]) => `${name} ${typeof value === 'number' ? Math.round(value * 100) / 100 : value}`,
  );
  appendFileSync(file, `${what}: ${told.join(', ')}\n`);
}

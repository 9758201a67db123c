/** Pages as the Zaken API gives them: `{count, next, previous, results}`, a hundred to a page, at most five hundred. */
import type { Json } from './answers.js';
import { invalid, notFound } from './faults.js';

/** @throws ApiFault 404 for a page that is not there, 400 for a page size that is no number. */
export function toPage<R>(
  records: readonly R[],
  page: { readonly page: string; readonly pageSize: string },
  url: string,
  toAnswer: (record: R) => Json,
): Json {
  if (!/^[1-9]\d{0,2}$/.test(page.pageSize)) {
    throw invalid([{ name: 'pageSize', code: 'invalid', reason: 'Een geheel getal van 1 tot en met 500.' }]);
  }
  const size = Math.min(Number(page.pageSize), 500);
  const number = /^[1-9]\d{0,6}$/.test(page.page) ? Number(page.page) : 0;
  const pages = Math.max(1, Math.ceil(records.length / size));
  if (number < 1 || number > pages) throw notFound();
  return {
    count: records.length,
    next: number < pages ? withPage(url, number + 1) : null,
    previous: number > 1 ? withPage(url, number - 1) : null,
    results: records.slice((number - 1) * size, number * size).map(toAnswer),
  };
}

function withPage(url: string, page: number): string {
  const link = new URL(url);
  link.searchParams.set('page', String(page));
  return link.href;
}

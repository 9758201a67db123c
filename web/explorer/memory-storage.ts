/**
 * Storage for GraphiQL that ends with the page. GraphiQL keeps queries, variables and headers in `localStorage` by itself;
 * here a variable is somebody's number, and it stays on no disk.
 */
export function createMemoryStorage() {
  const kept = new Map<string, string>();
  return {
    get length(): number {
      return kept.size;
    },
    getItem: (key: string): string | null => kept.get(key) ?? null,
    setItem: (key: string, value: string): void => void kept.set(key, value),
    removeItem: (key: string): void => void kept.delete(key),
    clear: (): void => kept.clear(),
  };
}

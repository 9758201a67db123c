/** Long work in pieces, so that whoever waits for an answer does not wait for the end of it. */

/** Work gives way after this long. */
const sliceMs = 4;

/** Called between pieces of work: gives way to whatever else waits once a few milliseconds have passed. */
export function createPace(): () => Promise<void> {
  let began = performance.now();
  return async () => {
    if (performance.now() - began < sliceMs) return;
    await new Promise((resolve) => setImmediate(resolve));
    began = performance.now();
  };
}

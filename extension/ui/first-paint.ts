/** Where nothing is painted, as in a tab behind others, nobody waits for long. */
const LONGEST_MS = 500;

/** Resolves once the page has been seen. What others do from then on does not keep it from being drawn. */
export function firstPaint(): Promise<void> {
  return new Promise((resolve) => {
    const observer = new PerformanceObserver((list) => {
      if (list.getEntriesByName('first-contentful-paint').length > 0) resolve();
    });
    observer.observe({ type: 'paint', buffered: true });
    setTimeout(resolve, LONGEST_MS);
  });
}

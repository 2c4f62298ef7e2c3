/** A tab behind others is not painted: there the wait ends after this time. */
const LONGEST_MS = 500;

/** Resolves once the page has been painted. Work that begins then does not delay the paint. */
export function firstPaint(): Promise<void> {
  return new Promise((resolve) => {
    const observer = new PerformanceObserver((list) => {
      if (list.getEntriesByName('first-contentful-paint').length > 0) resolve();
    });
    observer.observe({ type: 'paint', buffered: true });
    setTimeout(resolve, LONGEST_MS);
  });
}

/** The texts of one language that the web page needs, as `vite.config.ts` cuts them out of the catalogue. */
declare module '*.json?texts' {
  const texts: Readonly<Record<string, string>>;
  export default texts;
}

/** The texts that the web page needs in one language; `vite.config.ts` cuts them from the catalogue. */
declare module '*.json?texts' {
  const texts: Readonly<Record<string, string>>;
  export default texts;
}

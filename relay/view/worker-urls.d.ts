/** Vite's way to the address of a worker's file. */
declare module '*?worker&url' {
  const url: string;
  export default url;
}

/** Vite's way to the address of a file of styles. */
declare module '*.css?url' {
  const url: string;
  export default url;
}

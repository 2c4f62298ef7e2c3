/** The relay that a fresh installation uses; set when the extension is built, see `wxt.config.ts`. */
declare const __DEFAULT_RELAY__: string;

/** A setting that cannot be used; its message names it, what was given and what is expected. */
export class ConfigError extends Error {}

/**
 * The only module that gives a browser scripts or markup, in browsers that guard such places with Trusted Types. The
 * relay's and the extension's policies name it: `trusted-types mayfly dompurify`; the second is DOMPurify's own.
 */
interface TrustedTypes {
  createPolicy(name: string, rules: Rules): Rules;
}

interface Rules {
  readonly createHTML: (html: string) => string;
  readonly createScriptURL: (url: string) => string;
}

// TypeScript's DOM types lack it. Its results go where they expect strings.
const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };

const rules: Rules = {
  createHTML: (html) => html,
  createScriptURL: (url) => {
    if (new URL(url, location.href).origin === location.origin) return url;
    throw new Error(`expected a script of ${location.origin}, got ${url}`);
  },
};

const policy = trustedTypes?.createPolicy('mayfly', rules) ?? rules;

/** For the `srcdoc` of a sandboxed frame in which no script runs, and nothing else. */
export function trustedFrameDocument(html: string): string {
  return policy.createHTML(html);
}

/** For a parser whose documents load and run nothing. */
export function trustedInertMarkup(html: string): string {
  return policy.createHTML(html);
}

/** For a worker that is a file of our own. */
export function trustedWorkerUrl(url: string): string {
  return policy.createScriptURL(url);
}

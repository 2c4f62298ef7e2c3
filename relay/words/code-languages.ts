/**
 * The languages whose code Mayfly can colour, and the rule that finds a page's language. `highlight-worker.ts` has the
 * grammars.
 */

/** A language, its name for people, the endings of its files and, if it has any, its media types. */
interface Language {
  readonly id: string;
  readonly name: string;
  readonly endings: string;
  readonly types?: string;
}

export const LANGUAGES = [
  {
    id: 'bash',
    name: 'Bash',
    endings: 'sh bash zsh',
    types: 'application/x-sh text/x-shellscript',
  },
  { id: 'c', name: 'C', endings: 'c h', types: 'text/x-c text/x-csrc' },
  { id: 'cpp', name: 'C++', endings: 'cpp cc cxx hpp hh hxx', types: 'text/x-c++src' },
  { id: 'csharp', name: 'C#', endings: 'cs' },
  { id: 'css', name: 'CSS', endings: 'css', types: 'text/css' },
  { id: 'diff', name: 'Diff', endings: 'diff patch', types: 'text/x-diff text/x-patch' },
  { id: 'dockerfile', name: 'Dockerfile', endings: 'dockerfile' },
  { id: 'elixir', name: 'Elixir', endings: 'ex exs' },
  { id: 'go', name: 'Go', endings: 'go', types: 'text/x-go' },
  {
    id: 'xml',
    name: 'HTML, XML',
    endings: 'html htm xhtml xml svg vue',
    types: 'application/xml text/xml image/svg+xml text/html application/xhtml+xml',
  },
  { id: 'ini', name: 'INI, TOML', endings: 'ini toml cfg conf', types: 'application/toml' },
  { id: 'java', name: 'Java', endings: 'java', types: 'text/x-java' },
  {
    id: 'javascript',
    name: 'JavaScript',
    endings: 'js mjs cjs jsx',
    types: 'text/javascript application/javascript application/x-javascript',
  },
  {
    id: 'json',
    name: 'JSON',
    endings: 'json jsonl webmanifest geojson',
    types: 'application/json application/ld+json text/json',
  },
  { id: 'kotlin', name: 'Kotlin', endings: 'kt kts' },
  { id: 'lua', name: 'Lua', endings: 'lua' },
  { id: 'makefile', name: 'Makefile', endings: 'mk makefile' },
  { id: 'markdown', name: 'Markdown', endings: 'md markdown', types: 'text/markdown' },
  { id: 'perl', name: 'Perl', endings: 'pl pm' },
  { id: 'php', name: 'PHP', endings: 'php', types: 'application/x-httpd-php' },
  { id: 'powershell', name: 'PowerShell', endings: 'ps1 psm1' },
  { id: 'python', name: 'Python', endings: 'py pyi', types: 'text/x-python application/x-python' },
  { id: 'r', name: 'R', endings: 'r' },
  { id: 'ruby', name: 'Ruby', endings: 'rb', types: 'application/x-ruby text/x-ruby' },
  { id: 'rust', name: 'Rust', endings: 'rs', types: 'text/rust text/x-rust' },
  { id: 'scala', name: 'Scala', endings: 'scala' },
  { id: 'scss', name: 'SCSS', endings: 'scss' },
  { id: 'sql', name: 'SQL', endings: 'sql', types: 'application/sql' },
  { id: 'swift', name: 'Swift', endings: 'swift' },
  {
    id: 'typescript',
    name: 'TypeScript',
    endings: 'ts mts cts tsx',
    types: 'application/typescript text/typescript',
  },
  {
    id: 'yaml',
    name: 'YAML',
    endings: 'yaml yml',
    types: 'application/yaml application/x-yaml text/yaml',
  },
] as const satisfies readonly Language[];

export type LanguageId = (typeof LANGUAGES)[number]['id'];

const byType = index((language) => ('types' in language ? language.types : ''));
const byEnding = index(({ endings }) => endings);

function index(words: (language: (typeof LANGUAGES)[number]) => string) {
  return new Map(
    LANGUAGES.flatMap((language) =>
      words(language)
        .split(' ')
        .filter(Boolean)
        .map((word) => [word, language.id] as const),
    ),
  );
}

/** The language of a media type without parameters, or else of a file's name; undefined if neither names one. */
export function languageOf(type: string, name = ''): LanguageId | undefined {
  return byType.get(type) ?? byEnding.get(endingOf(name));
}

/** The last part of a file's name in lower case; the whole name if it has only one part, such as `Makefile`. */
export function endingOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1).toLowerCase();
}

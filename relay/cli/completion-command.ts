/** The scripts that let a shell complete commands, options and file names. */
import type { Command } from 'commander';

/** The script for `bash`, `zsh` or `fish`. */
export function completionScript(shell: string, program: Command): string {
  if (shell === 'fish') return fishScript(program);
  const bash = bashScript(program);
  return shell === 'bash' ? bash : `autoload -U +X bashcompinit && bashcompinit\n${bash}`;
}

function bashScript({ commands }: Command): string {
  const cases = commands.map(
    (command) => `    ${command.name()}) words='${flagsOf(command).join(' ')}' ;;`,
  );
  return `_mayfly() {
  local words word="\${COMP_WORDS[COMP_CWORD]}"
  case "\${COMP_CWORD}:\${COMP_WORDS[1]}" in
    1:*) COMPREPLY=($(compgen -W '${commands.map((command) => command.name()).join(' ')}' -- "$word")); return ;;
  esac
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
  COMPREPLY=()
  [[ "$word" == -* ]] && COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _mayfly mayfly
`;
}

function fishScript({ commands }: Command): string {
  const lines = commands.flatMap((command) => {
    const name = command.name();
    const seen = `__fish_seen_subcommand_from ${name}`;
    const flags = command.options.map(({ long, description, required }) => {
      const value = required ? ' -r' : '';
      return `complete -c mayfly -n '${seen}' -l ${long?.slice(2)}${value} -d '${plain(description)}'`;
    });
    return [
      `complete -c mayfly -n __fish_use_subcommand -f -a ${name} -d '${plain(command.description())}'`,
      ...flags,
    ];
  });
  return `${lines.join('\n')}\n`;
}

function flagsOf(command: Command): readonly string[] {
  return [...command.options.flatMap(({ long }) => long ?? []), '--help'];
}

function plain(text: string): string {
  return text.replaceAll("'", '’');
}

import { Command, Option } from 'commander';
import type { Setting } from './setting.ts';

/** The relay's command line: a flag for each setting that has one. It prints nothing and never ends the process. */
export function commandOf(rows: readonly Setting<unknown>[]): Command {
  const command = new Command('mayfly relay')
    .usage('[--flag value]...        (from the sources: npm start -- [--flag value]...)')
    .helpOption('--help', 'this text')
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: () => {}, writeErr: () => {} });
  for (const row of rows) if (row.flag !== '') command.addOption(optionOf(row));
  return command.configureHelp({ helpWidth: 110 });
}

/** The text of `--help`, which also names the settings without a flag. */
export function helpOf(rows: readonly Setting<unknown>[]): string {
  const secrets = rows.filter(({ flag }) => flag === '');
  const lines = secrets.map(({ env, what }) => `  ${env}  ${what}\n`);
  const flags = commandOf(rows).helpInformation();
  return `${flags}\nFlags come before environment variables. By environment alone:\n${lines.join('')}`;
}

/** The flag's text is parsed in the same place as the variable's, so that errors of both read alike. */
function optionOf({ flag, env, preset, what, choices }: Setting<unknown>): Option {
  const option = new Option(`--${flag} <value>`, what).env(env).default(preset, preset || 'none');
  if (choices) option.choices(choices);
  return option.argParser((text) => text);
}

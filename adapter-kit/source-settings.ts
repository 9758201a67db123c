/** The settings of an organisation's source, from environment variables: all that are required, or none. */
import type { OrganisationModule } from './organisation-source.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What is wrong with the configuration, every reason together. Repeats no value, because values may be secrets. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  constructor(readonly problems: readonly string[]) {
    super(`the configuration is refused:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

/** The settings of one organisation's source, or `null` when none is given. Pushes what is wrong to `problems`. */
export function readSourceSettings(
  organisation: OrganisationModule,
  environment: Environment,
  problems: string[],
): Readonly<Record<string, string>> | null {
  const given = withoutEmpty(environment);
  const names = Object.keys(organisation.settings);
  const present = names.filter((name) => given[name] !== undefined);
  if (present.length === 0) return null;
  const settings: Record<string, string> = {};
  for (const [name, setting] of Object.entries(organisation.settings)) {
    const value = given[name];
    if (value === undefined) {
      if (!setting.optional) {
        problems.push(`${name}: expected, because ${present.join(', ')} is given (${setting.description})`);
      }
      continue;
    }
    const result = setting.schema.safeParse(value);
    if (result.success) settings[name] = result.data;
    else problems.push(`${name}: expected ${setting.description}`);
  }
  return settings;
}

/** The variable that tells that a subgraph runs elsewhere, e.g. `SUBGRAPH_LOCAL_TEAM_URL`. */
export function subgraphUrlVariable(name: string): string {
  return `SUBGRAPH_${name.toUpperCase().replaceAll('-', '_')}_URL`;
}

/** Whether the text is an absolute URL of HTTP or HTTPS. */
export function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** Without variables that are set to nothing, as a shell's `NAME= command` does. */
export function withoutEmpty(environment: Environment): Environment {
  return Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
}

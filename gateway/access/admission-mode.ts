/**
 * Whether the household graph may start as it is asked to: by its access rules, which need somebody whose word counts for who asks,
 * or open, which is for trying the engine and for measuring it, with fictitious people on one machine.
 */

export interface AdmissionChoice {
  /** `--open`: no access rules. */
  readonly open: boolean;
  /** `--simulate`: what is not configured is simulated, the issuer of access tokens too. */
  readonly simulate: boolean;
  readonly hasIssuers: boolean;
  readonly host: string;
  readonly isProduction: boolean;
}

/** What is wrong with the choice; each line says what was expected. */
export function admissionProblems(choice: AdmissionChoice): readonly string[] {
  const { open, simulate, hasIssuers, host, isProduction } = choice;
  if (!open) {
    // Anybody can have a token of the simulated issuer: its secret stands in this repository.
    if (!hasIssuers && simulate && !isLoopbackAddress(host)) {
      return ['HOST: expected a loopback address beside a simulated issuer, whose tokens anybody can have'];
    }
    return hasIssuers || simulate
      ? []
      : [
          'ACCESS_ISSUERS: expected the issuers whose access tokens are taken (docs/configuration.md); or --simulate, with a simulated issuer; or --open, without access rules',
        ];
  }
  return [
    ...(isProduction
      ? ['--open: expected NODE_ENV other than production, because no access rules stand']
      : []),
    ...(hasIssuers
      ? ['--open: expected without ACCESS_ISSUERS: either tokens are asked for, or they are not']
      : []),
    ...(isLoopbackAddress(host)
      ? []
      : ['HOST: expected a loopback address beside --open, because no access rules stand']),
  ];
}

/** Whether only this machine reaches what listens there. */
export function isLoopbackAddress(host: string): boolean {
  return ['127.0.0.1', 'localhost', '::1'].includes(host);
}

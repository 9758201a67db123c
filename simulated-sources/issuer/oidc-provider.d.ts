/** The little of oidc-provider 9 that is used here; it comes without types. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  interface ResourceServer {
    readonly scope: string;
    readonly audience: string;
    /** In seconds. */
    readonly accessTokenTTL: number;
    readonly accessTokenFormat: 'jwt';
    readonly jwt: { readonly sign: { readonly alg: string; readonly kid: string } };
  }

  interface SavedToken {
    readonly clientId: string;
  }

  interface TokenParts {
    readonly payload: Record<string, unknown>;
  }

  interface Adapter {
    upsert(): Promise<void>;
    find(): Promise<undefined>;
    findByUid(): Promise<undefined>;
    findByUserCode(): Promise<undefined>;
    consume(): Promise<void>;
    destroy(): Promise<void>;
    revokeByGrantId(): Promise<void>;
  }

  interface ProviderConfiguration {
    readonly adapter: new (name: string) => Adapter;
    readonly clients: readonly Readonly<Record<string, unknown>>[];
    readonly jwks: { readonly keys: readonly Readonly<Record<string, unknown>>[] };
    readonly responseTypes: readonly string[];
    readonly scopes: readonly string[];
    readonly ttl: Readonly<Record<string, number>>;
    readonly cookies: { readonly keys: readonly string[] };
    readonly enabledJWA: Readonly<Record<string, readonly string[]>>;
    readonly clientDefaults: Readonly<Record<string, unknown>>;
    readonly features: {
      readonly devInteractions: { readonly enabled: boolean };
      readonly clientCredentials: { readonly enabled: boolean };
      readonly resourceIndicators: {
        readonly enabled: boolean;
        readonly defaultResource: () => string;
        readonly getResourceServerInfo: (
          context: unknown,
          resource: string,
        ) => ResourceServer | Promise<ResourceServer>;
      };
    };
    readonly extraTokenClaims: (context: unknown, token: SavedToken) => object | undefined;
    readonly formats: {
      readonly customizers: {
        readonly jwt: (context: unknown, token: SavedToken, parts: TokenParts) => void;
      };
    };
  }

  export class Provider {
    constructor(issuer: string, configuration: ProviderConfiguration);
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
    on(event: 'server_error', listener: (context: unknown, error: Error) => void): this;
  }

  export namespace errors {
    class InvalidTarget extends Error {}
  }
}

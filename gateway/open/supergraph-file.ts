/** A supergraph in a file, read again when the file changes. */
import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import type { SupergraphSdlHook } from '@apollo/gateway';
import { Kind, parse, print, visit } from 'graphql';

const pollMs = 500;

export interface SupergraphFile {
  /** For ApolloGateway: the first text, and every later one. */
  readonly hook: SupergraphSdlHook;
}

/**
 * @param onRefused Told of a text that cannot be served; the one before it stays.
 * @throws Error when the file cannot be read.
 */
export function openSupergraphFile(path: string, onRefused: (error: unknown) => void): SupergraphFile {
  return {
    hook: async ({ update }) => {
      const onChange = (): void => {
        try {
          update(withoutEnforcedFeatures(readFileSync(path, 'utf8')));
        } catch (thrown) {
          onRefused(thrown);
        }
      };
      const supergraphSdl = withoutEnforcedFeatures(readFileSync(path, 'utf8'));
      watchFile(path, { interval: pollMs, persistent: false }, onChange);
      return { supergraphSdl, cleanup: async () => unwatchFile(path, onChange) };
    },
  };
}

/**
 * The same supergraph without the demand that whoever serves it enforces features of its schema (`for: SECURITY` of
 * `@authenticated` and the like), which ApolloGateway would refuse. Only for a gateway that is open anyway.
 *
 * @see Apollo core spec v0.2, "for: Purpose"
 */
export function withoutEnforcedFeatures(sdl: string): string {
  const document = parse(sdl, { noLocation: true });
  let changed = false;
  const rewritten = visit(document, {
    Directive(node) {
      if (node.name.value !== 'link') return undefined;
      const url = node.arguments?.find(({ name }) => name.value === 'url')?.value;
      const isKnown = url?.kind === Kind.STRING && /\/(join|inaccessible)\/v/.test(url.value);
      const kept = node.arguments?.filter(({ name }) => name.value !== 'for') ?? [];
      if (isKnown || kept.length === node.arguments?.length) return undefined;
      changed = true;
      return { ...node, arguments: kept };
    },
  });
  return changed ? print(rewritten) : sdl;
}

import type { FileRecord } from '../../session/cliCache.ts';
import type { HandOuts } from './handOuts.ts';

/** The exit for sessions that are shared with the AWS CLI. `handOuts` is called when there is one. */
export function cliCacheRecord(handOuts: () => Pick<HandOuts, 'give' | 'end'>): FileRecord {
  return {
    give: (session, path, write) =>
      handOuts().give(session, { kind: 'cliCache', path }, ({ credentials }) => write(credentials)),
    end: (path) => handOuts().end('closed', (each) => each.kind === 'cliCache' && each.path === path),
  };
}

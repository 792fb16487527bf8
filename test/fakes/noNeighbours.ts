import type { Neighbours } from '../../src/session/neighbours.ts';

/** The only window there is. */
export const noNeighbours: Neighbours = {
  listen: async () => {},
  ask: async () => undefined,
};

/** As in `startUp.ts`. */
export const loadReader = () => import('../../../src/reading.ts');

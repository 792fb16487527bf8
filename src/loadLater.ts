/** Loads what start-up can do without: the only place that does. */
export const loadLater = () => import('./later.ts');
